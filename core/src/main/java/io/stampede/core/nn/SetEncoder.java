package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;
import io.stampede.core.network.NetworkSpec;

/**
 * The set encoder e(.; theta) of Eq. 9: a set of pictures becomes one pseudo-picture o_0.
 *
 * <p>{@code e(X) = out(sab3(pool(sab2(sab1(X)))))}, pool being attention from one learned seed to
 * {@code relu(feed(.))}. The order of the pictures does not matter. Deviation from the paper:
 * hidden width d instead of 3072 (algorithms.md 2.3).
 */
public final class SetEncoder {
    private final Attention sab1;
    private final Attention sab2;
    private final Attention pool;
    private final Attention sab3;

    private final double setMean;

    /** The paper's encoder with that many attention heads; its weights come with each call. */
    public SetEncoder(int heads) {
        this(heads, 0);
    }

    /**
     * An encoder whose result starts from what the pictures have in common.
     *
     * @param setMean how much of the mean picture is added to o_0
     */
    public SetEncoder(int heads, double setMean) {
        this.setMean = setMean;
        sab1 = new Attention("theta.sab1", heads);
        sab2 = new Attention("theta.sab2", heads);
        pool = new Attention("theta.pool", heads);
        sab3 = new Attention("theta.sab3", heads);
    }

    /**
     * Encodes a set.
     *
     * @param theta the {@code theta.*}
     * @param set {@code [n, 3, 32, 32]}, normalised
     * @return o_0, {@code [1, 3, 32, 32]}
     */
    public NDArray forward(Parameters theta, NDArray set) {
        NDArray flat = set.reshape(set.getShape().get(0), -1); // [n, 3072]
        NDArray decoded = pooled(theta, sab2.forward(theta, sab1.forward(theta, flat)));
        if (setMean == 0) {
            return decoded;
        }
        NDArray mean = flat.mean(new int[] {0}).reshape(decoded.getShape());
        return decoded.add(Numbers.times(mean, setMean));
    }

    /**
     * What follows the encoding of single pictures: pooling and decoding.
     *
     * @param theta {@code theta.pool.*, theta.sab3.*, theta.out.*}
     * @param encoded {@code [n, d]}
     * @return o_0, {@code [1, 3, 32, 32]}
     */
    NDArray pooled(Parameters theta, NDArray encoded) {
        NDArray fed = linear(theta, "theta.pool.feed", encoded).getNDArrayInternal().relu();
        NDArray pooled = pool.forward(theta, theta.get("theta.pool.seed"), fed); // [1, d]
        NDArray decoded = linear(theta, "theta.out", sab3.forward(theta, pooled)); // [1, 3072]
        return decoded.reshape(
                1, NetworkSpec.IMAGE_CHANNELS, NetworkSpec.IMAGE_SIZE, NetworkSpec.IMAGE_SIZE);
    }

    private static NDArray linear(Parameters theta, String name, NDArray value) {
        return value.getNDArrayInternal()
                .linear(value, theta.get(name + ".weight"), theta.get(name + ".bias"))
                .singletonOrThrow();
    }
}
