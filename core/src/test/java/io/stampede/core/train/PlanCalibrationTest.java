package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.BudgetSolver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PlanCalibrationTest {
    private static final NetworkSpec SPEC = Architectures.of(Architecture.VGG19, 0.25, 10);

    @Test
    void scaled_scores_make_one_global_ranking_keep_the_given_counts() {
        // Given: groups whose scores lie far apart, and a plan that the ranking would not choose
        Map<String, float[]> scores = scores();
        Map<String, Integer> counts = halves();
        assertTrue(!counts.equals(solved(scores, counts)), "the ranking alone says otherwise");

        // When
        Map<String, Double> factors = PlanCalibration.factors(scores, counts);

        // Then
        scores.forEach((group, values) -> scale(values, factors.get(group)));
        assertEquals(counts, solved(scores, counts));
    }

    @Test
    void factors_only_ever_close_gates() {
        // When
        Map<String, Double> factors = PlanCalibration.factors(scores(), halves());

        // Then
        assertTrue(factors.values().stream().allMatch(factor -> factor > 0 && factor <= 1));
        assertTrue(factors.containsValue(1.0), "the lowest border stays where it is");
    }

    @Test
    void a_group_that_keeps_all_its_channels_stays_above_the_border_of_the_others() {
        // Given
        Map<String, float[]> scores = scores();
        Map<String, Integer> counts = halves();
        String first = counts.keySet().iterator().next();
        counts.put(first, SPEC.channels(first));

        // When
        Map<String, Double> factors = PlanCalibration.factors(scores, counts);

        // Then
        scores.forEach((group, values) -> scale(values, factors.get(group)));
        assertEquals(counts, solved(scores, counts));
    }

    @Test
    void lines_put_each_border_into_the_middle_and_every_score_within_reach() {
        // Given
        Map<String, float[]> scores = scores();
        Map<String, Integer> counts = halves();

        // When
        Map<String, PlanCalibration.Line> lines = PlanCalibration.lines(scores, counts);

        // Then: as many are above the middle as should be kept, and none meets psi's clips
        scores.forEach(
                (group, values) -> {
                    PlanCalibration.Line line = lines.get(group);
                    int above = 0;
                    for (float value : values) {
                        double mapped = line.factor() * value + line.shift();
                        assertTrue(mapped > 0.09 && mapped < 0.91, () -> group + ": " + mapped);
                        above += mapped > 0.5 ? 1 : 0;
                    }
                    assertEquals(counts.get(group), above, 4, group);
                });
    }

    private static Map<String, Integer> solved(
            Map<String, float[]> scores, Map<String, Integer> counts) {
        long limit = CostModel.FINE_TUNING.of(SPEC.withChannels(counts)).multiplyAdds();
        return BudgetSolver.ALIGNED
                .solve(
                        SPEC,
                        scores,
                        Budget.UNLIMITED.withMaxMultiplyAdds(limit),
                        CostModel.FINE_TUNING)
                .mask()
                .keptCounts();
    }

    private static Map<String, Integer> halves() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        SPEC.channels().forEach((group, count) -> counts.put(group, Math.max(8, count / 2)));
        return counts;
    }

    /** Of each group around another level. */
    private static Map<String, float[]> scores() {
        RandomGenerator random = Seeds.at(3, "scores");
        Map<String, float[]> scores = new LinkedHashMap<>();
        SPEC.channels()
                .forEach(
                        (group, count) -> {
                            float[] values = new float[count];
                            double level = 0.2 + 0.6 * random.nextDouble();
                            for (int c = 0; c < count; c++) {
                                values[c] = (float) (level * (0.7 + 0.3 * random.nextDouble()));
                            }
                            scores.put(group, values);
                        });
        return scores;
    }

    private static void scale(float[] values, double factor) {
        for (int c = 0; c < values.length; c++) {
            values[c] *= factor;
        }
    }
}
