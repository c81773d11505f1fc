package io.stampede.core.train;

import io.stampede.core.nn.Parameters;

/**
 * A condition that weights meet throughout a training, such as zeros that stay zeros.
 *
 * <p>Called on the training thread before the first step and after every one: momentum and weight
 * decay move weights whose gradient is zero.
 */
@FunctionalInterface
public interface WeightConstraint {
    /** Lets all weights be what they become. */
    WeightConstraint NONE = weights -> {};

    /** Changes the weights in place so that they meet the condition; replaces no tensor. */
    void restore(Parameters weights);
}
