package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;

/**
 * Arithmetic with plain numbers that a backward pass can follow.
 *
 * <p>DJL's own overloads for numbers wrap the number into a buffer of the Java heap's owner and let
 * go of it at once, while the engine keeps its address for the backward pass: a garbage collection
 * in between, and the gradient is computed from whatever lies there by then. Here the number lives
 * as long as the manager of the tensor that it is combined with. Sums, differences and operations
 * in place keep no address and need none of this.
 */
public final class Numbers {
    private Numbers() {}

    /** {@code value * factor}. */
    public static NDArray times(NDArray value, double factor) {
        return value.mul(kept(value, factor));
    }

    /** {@code value / divisor}. */
    public static NDArray dividedBy(NDArray value, double divisor) {
        return value.div(kept(value, divisor));
    }

    /** {@code 1 / value}. */
    public static NDArray inverse(NDArray value) {
        return kept(value, 1).div(value);
    }

    private static NDArray kept(NDArray value, double number) {
        return value.getManager().create((float) number);
    }
}
