package io.stampede.core.train;

import io.stampede.core.gate.Gates;
import io.stampede.core.nn.Parameters;
import io.stampede.core.prune.BudgetSolver;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Moves and scales the gates of each group so that one global ranking by E[m] keeps given numbers
 * of channels.
 *
 * <p>Between the weakest block that stays and the strongest that goes lies the border of a group.
 * First psi's argument is mapped, so that the border of each group lies in the middle of psi's
 * range and all its channels within: where a clip held them, channels would be equal. Then factors
 * of at most 1 bring the borders, which differ by E[pi], to the lowest one. Both go into gamma and
 * beta (Eq. 14).
 *
 * <p>The scores that lines are made from have E[pi] in them, psi's argument has not: order and
 * reach are exact where E[pi] is near one number, as hard gates leave it (0.976 to 0.983 where
 * measured).
 */
final class PlanCalibration {
    private static final int BLOCK = BudgetSolver.ALIGNED.multiple();
    private static final double MIDDLE = 0.5;
    private static final double REACH = 0.4; // a task's scores lie around their mean over tasks

    private PlanCalibration() {}

    /**
     * A linear map of psi's argument.
     *
     * @param factor above 0
     */
    record Line(double factor, double shift) {}

    /**
     * Maps the gates of phi in place, so that psi clips no channel's mean argument.
     *
     * @param unclipped group to {@link io.stampede.core.mask.SetPath#unclippedMask} of each
     *     channel, over many tasks
     * @param counts channels that each group should keep
     */
    static void centre(
            Parameters phi, Map<String, float[]> unclipped, Map<String, Integer> counts) {
        lines(unclipped, counts).forEach((group, line) -> map(phi, group, line));
    }

    /**
     * Scales the gates of phi in place, so that the borders of all groups are one.
     *
     * @param expectedMask group to E[m] of each channel, over many tasks
     * @param counts channels that each group should keep
     */
    static void scale(
            Parameters phi, Map<String, float[]> expectedMask, Map<String, Integer> counts) {
        factors(expectedMask, counts)
                .forEach((group, factor) -> map(phi, group, new Line(factor, 0)));
    }

    private static void map(Parameters phi, String group, Line line) {
        phi.get(Gates.name(group, "gamma")).muli(line.factor());
        phi.get(Gates.name(group, "beta")).muli(line.factor()).addi(line.shift());
    }

    /**
     * The line of each group that puts its border into the middle and its scores within reach.
     *
     * <p>None steeper than 1: how far a task moves all channels of a group together would weigh
     * more than it did, and with it which group keeps more.
     */
    static Map<String, Line> lines(Map<String, float[]> scores, Map<String, Integer> counts) {
        Map<String, Line> lines = new LinkedHashMap<>();
        Map<String, Double> borders = borders(scores, counts);
        scores.forEach(
                (group, values) -> {
                    double border = borders.get(group);
                    double farthest = 0;
                    for (float value : values) {
                        farthest = Math.max(farthest, Math.abs(value - border));
                    }
                    double factor = Math.min(1, REACH / farthest);
                    lines.put(group, new Line(factor, MIDDLE - factor * border));
                });
        return lines;
    }

    /** The factor of each group, at most 1, that brings its border to the lowest. */
    static Map<String, Double> factors(
            Map<String, float[]> expectedMask, Map<String, Integer> counts) {
        Map<String, Double> borders = borders(expectedMask, counts);
        double lowest = borders.values().stream().mapToDouble(Double::doubleValue).min().orElse(1);
        Map<String, Double> factors = new LinkedHashMap<>();
        borders.forEach((group, border) -> factors.put(group, lowest / border));
        return factors;
    }

    /** Blocks are the solver's, or single channels where it did without. */
    private static Map<String, Double> borders(
            Map<String, float[]> scores, Map<String, Integer> counts) {
        int block = counts.values().stream().allMatch(count -> count % BLOCK == 0) ? BLOCK : 1;
        Map<String, Double> borders = new LinkedHashMap<>();
        scores.forEach(
                (group, values) -> borders.put(group, border(values, counts.get(group), block)));
        return borders;
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
