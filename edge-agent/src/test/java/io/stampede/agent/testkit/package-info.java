/** Fakes of the agent's own ports, and models to send through them. */
package io.stampede.agent.testkit;
