/**
 * What {@code doctor} looks at before somebody has to: each check ends in findings, each problem
 * with its fix in one line. The probe of the broker also stands before the daemon's Kafka clients.
 *
 * <p>Changes nothing on the device and loads no native code into its own process.
 */
package io.stampede.agent.doctor;
