/**
 * The device's own account of what left it: every message that is handed to Kafka stands first in
 * an append-only ledger on disk, readable by people, each entry chained to the one before by
 * SHA-256.
 *
 * <p>What is not in the ledger is not sent: where it cannot be written, nothing leaves.
 */
package io.stampede.agent.egress;
