package io.stampede.core.train;

import ai.djl.ndarray.NDArray;

/**
 * What a forward pass gives.
 *
 * @param loss a scalar
 * @param logits {@code [b, classes]}
 */
public record Outcome(NDArray loss, NDArray logits) {}
