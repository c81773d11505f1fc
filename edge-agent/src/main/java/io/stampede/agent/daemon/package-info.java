/**
 * The loop that drives receiving, adapting and reporting, and its adapters to Kafka and Quarkus.
 *
 * <p>{@link io.stampede.agent.daemon.Agent} does one small step at a time and never sleeps, so a
 * test drives it by hand; {@link io.stampede.agent.daemon.AgentThread} does in production.
 */
package io.stampede.agent.daemon;
