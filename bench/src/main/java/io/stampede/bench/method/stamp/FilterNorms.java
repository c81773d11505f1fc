package io.stampede.bench.method.stamp;

import io.stampede.core.adapt.ChannelScorer;
import io.stampede.core.model.RowSource;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Scores a channel by the L1 norm of the filters that write it, in units of the mean over its
 * layer, so that layers of any fan-in can be ranked together.
 *
 * <p>A residual block's output is written by two filters, whose norms add up.
 */
enum FilterNorms implements ChannelScorer {
    /** There is but one way to count. */
    L1;

    @Override
    public Map<String, float[]> scores(Candidates candidates) {
        NetworkSpec network = candidates.network();
        Map<String, float[]> norms = new LinkedHashMap<>();
        network.channels().forEach((group, count) -> norms.put(group, new float[count]));
        for (Convolution convolution : network.convolutions()) {
            add(candidates.weights(), convolution, norms.get(convolution.output()));
        }
        norms.values().forEach(FilterNorms::divideByMean);
        return norms;
    }

    private static void add(RowSource weights, Convolution convolution, float[] norms) {
        for (int row = 0; row < norms.length; row++) {
            for (float weight : weights.rows(convolution.weight(), row, 1)) {
                norms[row] += Math.abs(weight);
            }
        }
    }

    private static void divideByMean(float[] norms) {
        double sum = 0;
        for (float norm : norms) {
            sum += norm;
        }
        if (sum == 0) {
            return;
        }
        double mean = sum / norms.length;
        for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) (norms[i] / mean);
        }
    }
}
