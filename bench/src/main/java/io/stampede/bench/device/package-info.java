/**
 * What the device's part costs: time and memory from phi to a ready subnetwork, each run in a fresh
 * JVM with the options that the agent gives its child.
 */
package io.stampede.bench.device;
