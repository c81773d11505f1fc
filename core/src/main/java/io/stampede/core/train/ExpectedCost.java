package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import io.stampede.core.gate.Gates;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Numbers;
import java.util.HashMap;
import java.util.Map;

/**
 * What a network with gates is expected to cost, relative to a limit, so that gradients can press
 * on it (algorithms.md 7.3).
 *
 * <p>{@code E[C] = sum over convolutions of k^2 H W (sum_i E[m_i]) (sum_j E[m_j])}, which is the
 * integer cost where every E[m] is 0 or 1.
 */
final class ExpectedCost {
    private final NetworkSpec spec;

    ExpectedCost(NetworkSpec spec) {
        this.spec = spec;
    }

    /**
     * Expected parameters over a limit.
     *
     * @param expected E[m] of all channels, {@code [c]}
     * @return a scalar
     */
    NDArray parameters(NDArray expected, double limit) {
        Map<String, NDArray> counts = counts(expected);
        NDArray head = Numbers.times(counts.get(spec.classifier().input()), spec.classes() / limit);
        NDArray sum = head.add((float) (spec.classes() / limit));
        for (Convolution convolution : spec.convolutions()) {
            double weights = (double) convolution.kernel() * convolution.kernel();
            sum = sum.add(pairs(convolution, counts, weights / limit));
            sum = sum.add(Numbers.times(counts.get(convolution.output()), 2 / limit));
        }
        return sum;
    }

    /** Expected multiply-adds over a limit, as {@link #parameters}. */
    NDArray multiplyAdds(NDArray expected, double limit) {
        Map<String, NDArray> counts = counts(expected);
        NDArray sum = Numbers.times(counts.get(spec.classifier().input()), spec.classes() / limit);
        for (Convolution convolution : spec.convolutions()) {
            sum = sum.add(pairs(convolution, counts, convolution.multiplyAddsPerPair() / limit));
        }
        return sum;
    }

    private Map<String, NDArray> counts(NDArray expected) {
        Map<String, NDArray> counts = new HashMap<>();
        Gates.split(spec, expected).forEach((group, values) -> counts.put(group, values.sum()));
        return counts;
    }

    private static NDArray pairs(
            Convolution convolution, Map<String, NDArray> counts, double factor) {
        NDArray out = counts.get(convolution.output());
        return NetworkSpec.IMAGE.equals(convolution.input())
                ? Numbers.times(out, factor * NetworkSpec.IMAGE_CHANNELS)
                : Numbers.times(out.mul(counts.get(convolution.input())), factor);
    }
}
