/**
 * Decides which announced model the device wants.
 *
 * <p>A manifest comes from outside and is believed only after {@link
 * io.stampede.agent.intake.ManifestReader} has checked it against itself and against limits; only
 * then does anything get allocated or stored.
 */
package io.stampede.agent.intake;
