package io.stampede.bench.method.metapruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.nn.Parameters;

/**
 * Gradient descent with momentum 0.9 and weight decay on everything, one tensor after the other: a
 * hypernetwork is too large for a second copy of it as one vector.
 *
 * <p>{@code v = 0.9 v + g + wd w}, {@code w = w - lr v}. Owns its velocity until closed.
 */
final class MomentumSgd implements AutoCloseable {
    private static final double MOMENTUM = 0.9;

    private final Parameters weights;
    private final Parameters velocity;
    private final double weightDecay;

    MomentumSgd(NDManager parent, Parameters weights, double weightDecay) {
        this.weights = weights;
        this.velocity = weights.zeros(parent, name -> true);
        this.weightDecay = weightDecay;
    }

    /** Takes one step in place; uses the gradients up. */
    void step(Parameters gradients, double rate) {
        for (String name : gradients.names()) {
            NDArray weight = weights.get(name);
            NDArray moving = velocity.get(name).muli(MOMENTUM);
            try (NDArray decay = weight.mul(weightDecay)) {
                moving.addi(decay);
            }
            moving.addi(gradients.get(name));
            try (NDArray move = moving.mul(rate)) {
                weight.subi(move);
            }
        }
    }

    @Override
    public void close() {
        velocity.close();
    }
}
