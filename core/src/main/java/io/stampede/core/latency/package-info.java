/**
 * How long one picture takes a network on this device: a short measurement per layer shape, kept in
 * a file, and a prediction for networks that nobody has built (issue 3, budget as a contract).
 *
 * <p>{@link io.stampede.core.latency.LatencyTable} is plain; the others use the tensor engine.
 */
package io.stampede.core.latency;
