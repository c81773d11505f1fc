package io.stampede.core.network;

/**
 * What training a network takes beyond the loaded engine, part by part, in bytes.
 *
 * @param weights of the network
 * @param gradients as the backward pass leaves them, and the sum over accumulated mini-batches
 * @param optimiser velocity or moments, decay factors and what one step computes on the way
 * @param activations that one mini-batch keeps for its backward pass
 * @param workspace of the engine: reordered weights and planes, free memory between live tensors
 */
public record TrainingMemory(
        long weights, long gradients, long optimiser, long activations, long workspace) {
    /** The sum of all parts. */
    public long total() {
        return weights + gradients + optimiser + activations + workspace;
    }
}
