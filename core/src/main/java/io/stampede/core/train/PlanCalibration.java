package io.stampede.core.train;

import io.stampede.core.gate.Gates;
import io.stampede.core.nn.Parameters;
import io.stampede.core.prune.BudgetSolver;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Scales the gates of each group so that one global ranking by E[m] keeps given numbers of
 * channels.
 *
 * <p>Between the weakest block that stays and the strongest that goes lies the border of a group.
 * Factors of at most 1 bring all borders to the lowest one. They go into gamma and beta, which
 * scales psi and with it E[m] (Eq. 14); the order of channels within a group stays what it was, but
 * for ties at psi's upper clip, which open.
 */
final class PlanCalibration {
    private static final int BLOCK = BudgetSolver.ALIGNED.multiple();

    private PlanCalibration() {}

    /**
     * The factor of each group; blocks are the solver's, or single channels where it did without.
     *
     * @param expectedMask group to E[m] of each channel, over many tasks
     * @param counts channels that each group should keep
     */
    static Map<String, Double> factors(
            Map<String, float[]> expectedMask, Map<String, Integer> counts) {
        int block = counts.values().stream().allMatch(count -> count % BLOCK == 0) ? BLOCK : 1;
        Map<String, Double> borders = new LinkedHashMap<>();
        expectedMask.forEach(
                (group, scores) -> borders.put(group, border(scores, counts.get(group), block)));
        double lowest = borders.values().stream().mapToDouble(Double::doubleValue).min().orElse(1);
        Map<String, Double> factors = new LinkedHashMap<>();
        borders.forEach((group, border) -> factors.put(group, lowest / border));
        return factors;
    }

    /** Scales the gates of phi in place. */
    static void apply(Parameters phi, Map<String, Double> factors) {
        factors.forEach(
                (group, factor) -> {
                    phi.get(Gates.name(group, "gamma")).muli(factor);
                    phi.get(Gates.name(group, "beta")).muli(factor);
                });
    }

    private static double border(float[] scores, int kept, int block) {
        float[] ascending = scores.clone();
        Arrays.sort(ascending);
        int gone = ascending.length - kept;
        double inside = mean(ascending, gone, Math.min(gone + block, ascending.length));
        return gone == 0 ? inside : (inside + mean(ascending, Math.max(0, gone - block), gone)) / 2;
    }

    private static double mean(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
