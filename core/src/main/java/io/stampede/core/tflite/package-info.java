/**
 * Writes a subnetwork as a TensorFlow Lite file: batch norm folded in, float32, half or int8.
 *
 * <p>Plain ring: {@link io.stampede.core.tflite.FoldedNetwork} is what is computed, {@link
 * io.stampede.core.tflite.FlatModel} is how a file looks, {@link
 * io.stampede.core.tflite.ModelWriter} takes one to the other. The same network and pictures give
 * the same bytes.
 */
package io.stampede.core.tflite;
