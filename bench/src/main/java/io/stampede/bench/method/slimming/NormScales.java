package io.stampede.bench.method.slimming;

import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each channel is ranked by: |gamma| of its batch norm; where two branches meet in it, the sum
 * of both.
 *
 * @param byGroup group to a value per channel
 */
record NormScales(Map<String, float[]> byGroup) {

    static NormScales of(NetworkSpec network, Parameters weights) {
        Map<String, float[]> scales = new LinkedHashMap<>();
        network.channels().forEach((group, count) -> scales.put(group, new float[count]));
        for (Convolution convolution : network.convolutions()) {
            float[] sums = scales.get(convolution.output());
            float[] gammas = weights.get(convolution.norm("weight")).toFloatArray();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Math.abs(gammas[i]);
            }
        }
        return new NormScales(scales);
    }

    double mean() {
        double sum = 0;
        long count = 0;
        for (float[] values : byGroup.values()) {
            for (float value : values) {
                sum += value;
                count++;
            }
        }
        return sum / count;
    }

    /** How many channels have less than this. */
    long below(double limit) {
        long below = 0;
        for (float[] values : byGroup.values()) {
            for (float value : values) {
                below += value < limit ? 1 : 0;
            }
        }
        return below;
    }
}
