/**
 * What the device tells the server: counts and scalars that the wire contract names.
 *
 * <p>A report is on disk before anybody tries to send it and leaves the disk only after the broker
 * has acknowledged it.
 */
package io.stampede.agent.report;
