/**
 * Stops the agent at an exact moment, so that fault tests can end it there with SIGKILL.
 *
 * <p>How to use it: start the daemon with {@code stampede.agent.hold-at=STAGE:POINT} (for example
 * {@code score:middle}), wait for the file {@code held} in its data directory, kill the daemon,
 * delete the file, start the daemon without the key. Without the key nothing of this package does
 * anything.
 */
package io.stampede.agent.hold;
