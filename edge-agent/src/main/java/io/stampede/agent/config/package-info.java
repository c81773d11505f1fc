/**
 * The daemon's configuration: typed, with every default in {@link
 * io.stampede.agent.config.AgentConfig}, and without tolerance for keys that nobody knows.
 */
package io.stampede.agent.config;
