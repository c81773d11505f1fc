package io.stampede.core.train;

import io.stampede.core.gate.Gates;
import io.stampede.core.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Narrows the gates that a meta-training starts from, so that psi tells channels apart from the
 * first iteration on: ours, beyond the paper.
 *
 * <p>How far o_c lies apart over the channels of a group depends on the network: a residual sum
 * adds up several batch norms, and with one gamma for all most of its channels start beyond psi's
 * clips, where Eq. 12 has no gradient (docs/experiments.md, "ResNet-18").
 */
final class GateSpread {
    /** Of psi's argument, whose range is 1: what VGG-19 at width 0.5 has in its widest group. */
    private static final double WIDEST = 0.3;

    private GateSpread() {}

    /**
     * Scales gamma in place, where a group's arguments lie too far apart.
     *
     * @param phi whose gates have one gamma per group
     * @param unclipped group to {@link io.stampede.core.mask.SetPath#unclippedMask} of each
     *     channel, over several tasks
     */
    static void narrow(Parameters phi, Map<String, float[]> unclipped) {
        factors(unclipped)
                .forEach((group, factor) -> phi.get(Gates.name(group, "gamma")).muli(factor));
    }

    /** The factor of each group, at most 1, that leaves a standard deviation of at most 0.3. */
    static Map<String, Double> factors(Map<String, float[]> unclipped) {
        Map<String, Double> factors = new LinkedHashMap<>();
        unclipped.forEach(
                (group, values) ->
                        factors.put(group, Math.min(1, WIDEST / standardDeviation(values))));
        return factors;
    }

    private static double standardDeviation(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        for (float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return Math.sqrt(variance);
    }
}
