package io.stampede.bench.method.bbdropout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.gate.BetaBernoulli;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.nn.Parameters;
import java.util.Arrays;

/**
 * Gates without a set: the posterior of pi_c alone, Kumaraswamy(a_c, b_c) (algorithms.md 3.1).
 *
 * @param a first shape, {@code [c]}, c over all channels of all groups in the order of the forward
 *     pass
 * @param b second shape, {@code [c]}
 */
record ChannelGates(NDArray a, NDArray b) {
    private static final String A = "pi.a";
    private static final String B = "pi.b";

    /** Adds the unconstrained parameters of so many gates, the same for every channel. */
    static void start(Parameters target, int channels, double a, double b) {
        put(target, A, channels, a);
        put(target, B, channels, b);
    }

    private static void put(Parameters target, String name, int channels, double value) {
        float[] values = new float[channels];
        Arrays.fill(values, (float) value);
        target.put(name, values, new Shape(channels));
    }

    /** Reads the gates that {@link #start} added. */
    static ChannelGates of(Parameters parameters) {
        return new ChannelGates(
                BetaBernoulli.positive(parameters.get(A)),
                BetaBernoulli.positive(parameters.get(B)));
    }

    /** Draws a pi per channel, and from it a mask per picture and channel, {@code [b, c]}. */
    NDArray sample(GateNoise noise) {
        return BetaBernoulli.relaxed(
                BetaBernoulli.sample(a, b, noise.uniform()), noise.logitUniform());
    }

    /** {@code E[pi]}, {@code [c]}. */
    NDArray expectation() {
        return BetaBernoulli.expectation(a, b);
    }

    /** The KL divergence from the sparse prior, a scalar. */
    NDArray divergence() {
        return BetaBernoulli.divergence(a, b, BetaBernoulli.ALPHA);
    }
}
