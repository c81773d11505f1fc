package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;

/**
 * What happens to a group's channels on the way through a network.
 *
 * <p>Called once per gate, in the order of the forward pass, after batch norm and ReLU: only there
 * is a masked network equal to a sliced one (algorithms.md 3.5).
 */
@FunctionalInterface
public interface ChannelGate {
    /** Lets everything through. */
    ChannelGate OPEN = (Scaling) (group, preActivation, activation) -> activation;

    /**
     * A gate that multiplies each channel with one factor of at least 0. Where a max pooling comes
     * next, it sees what is left of the planes after that: the same result from a quarter of the
     * work, since neither ReLU nor such a factor changes which pixel is largest.
     */
    @FunctionalInterface
    interface Scaling extends ChannelGate {
        @Override
        default boolean scales() {
            return true;
        }
    }

    /** Whether this is a {@link Scaling} gate. */
    default boolean scales() {
        return false;
    }

    /**
     * Gates one group.
     *
     * @param group name of the gate
     * @param preActivation {@code [b, c, h, w]}, what ReLU saw
     * @param activation {@code [b, c, h, w]}, what ReLU gave
     * @return {@code [b, c, h, w]}, what the next layer sees
     */
    NDArray apply(String group, NDArray preActivation, NDArray activation);
}
