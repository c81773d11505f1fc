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
    ChannelGate OPEN = (group, preActivation, activation) -> activation;

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
