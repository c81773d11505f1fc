/**
 * Fetches a model in chunks over a link that may end at any moment.
 *
 * <p>A chunk counts once its SHA-256 agrees, its bytes are on disk and the database says so; from
 * then on it is never fetched again, whatever happens to the process.
 */
package io.stampede.agent.receive;
