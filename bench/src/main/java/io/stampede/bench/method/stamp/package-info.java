/**
 * STAMP by the product's own path, and what tells which part of it is worth how much: other
 * weights, another set, another choice of channels, each with all else the same.
 *
 * <p>All of them choose channels through {@link io.stampede.core.adapt.Adaptation}; {@link
 * io.stampede.bench.method.stamp.StampPlan} does so without training, {@link
 * io.stampede.bench.method.stamp.MaskDistance} tells how far two choices are apart.
 */
package io.stampede.bench.method.stamp;
