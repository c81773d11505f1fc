package io.stampede.core.gate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gates pi of all groups of one network as vectors over all its channels.
 *
 * <p>Elementwise work is done once for the whole network instead of once per group: a step of a
 * narrow network is dominated by the number of tensor operations.
 *
 * @param a first shape of each posterior, {@code [c]}, c over all channels of all groups
 * @param b second shape, {@code [c]}
 * @param gamma scale of o_c, {@code [c]}
 * @param beta shift of o_c, {@code [c]}
 * @param sigma standard deviation of the noise on psi, {@code [c]}
 */
public record Gates(NDArray a, NDArray b, NDArray gamma, NDArray beta, NDArray sigma) {

    /** Reads the {@code pi.*} of a network's groups, in the order of the forward pass. */
    public static Gates of(NetworkSpec spec, Parameters pi) {
        return new Gates(
                BetaBernoulli.positive(concatenate(spec, pi, "a")),
                BetaBernoulli.positive(concatenate(spec, pi, "b")),
                concatenate(spec, pi, "gamma"),
                concatenate(spec, pi, "beta"),
                concatenate(spec, pi, "sigma").getNDArrayInternal().softPlus());
    }

    /** {@code E[pi]}, {@code [c]}. */
    public NDArray expectedPi() {
        return BetaBernoulli.expectation(a, b);
    }

    /** Both terms of Eq. 13, a scalar. */
    public NDArray divergence() {
        return BetaBernoulli.divergence(a, b, BetaBernoulli.ALPHA)
                .add(BetaBernoulli.shiftDivergence(beta, sigma));
    }

    /** Cuts a tensor whose last axis runs over all channels into one piece per group. */
    public static Map<String, NDArray> split(NetworkSpec spec, NDArray values) {
        int axis = values.getShape().dimension() - 1;
        long[] borders = new long[spec.channels().size() - 1];
        long border = 0;
        int index = 0;
        for (int count : spec.channels().values()) {
            border += count;
            if (index < borders.length) {
                borders[index++] = border;
            }
        }
        NDList pieces = values.split(borders, axis);
        Map<String, NDArray> split = new LinkedHashMap<>();
        int piece = 0;
        for (String group : spec.channels().keySet()) {
            split.put(group, pieces.get(piece++));
        }
        return split;
    }

    private static NDArray concatenate(NetworkSpec spec, Parameters pi, String part) {
        NDList values = new NDList(spec.channels().size());
        spec.channels().keySet().forEach(group -> values.add(pi.get(name(group, part))));
        return NDArrays.concat(values, 0);
    }

    /** The name of one parameter of one gate, part being a, b, gamma, beta or sigma. */
    public static String name(String group, String part) {
        return "pi." + group + "." + part;
    }
}
