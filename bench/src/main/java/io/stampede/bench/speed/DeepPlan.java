package io.stampede.bench.speed;

import io.stampede.core.network.Convolution;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.train.Seeds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A network pruned as trained generators prune it, for measurements without one: deep layers, which
 * hold the parameters, lose more than the first ones, which hold the multiply-adds.
 */
final class DeepPlan {
    private static final double STEP = 0.05;

    private DeepPlan() {}

    /**
     * The subnetwork within both limits that keeps its depth best.
     *
     * <p>Scores are random, lower by one factor with each halving of the picture; the factor
     * nearest to 1 at which the limit of multiply-adds alone keeps the parameters within theirs.
     *
     * @param reduction how many times fewer multiply-adds at least
     * @param parametersPercent most parameters in percent of the full network's
     * @throws io.stampede.core.StampedeException {@code BUDGET_INFEASIBLE}
     */
    static NetworkSpec of(NetworkSpec full, double reduction, double parametersPercent) {
        Cost whole = CostModel.FINE_TUNING.of(full);
        long parameters = (long) (whole.parameters() * parametersPercent / 100);
        Budget multiplyAdds =
                Budget.UNLIMITED.withMaxMultiplyAdds((long) (whole.multiplyAdds() / reduction));
        for (double factor = 1; factor > STEP; factor -= STEP) {
            NetworkSpec tried = solve(full, scores(full, factor), multiplyAdds);
            if (CostModel.FINE_TUNING.of(tried).parameters() <= parameters) {
                return tried;
            }
        }
        return solve(full, scores(full, STEP), multiplyAdds.withMaxParameters(parameters));
    }

    private static NetworkSpec solve(NetworkSpec full, Map<String, float[]> scores, Budget budget) {
        return BudgetSolver.ALIGNED.solve(full, scores, budget, CostModel.FINE_TUNING).subnetwork();
    }

    private static Map<String, float[]> scores(NetworkSpec full, double factor) {
        RandomGenerator random = Seeds.at(1, "scores");
        Map<String, float[]> scores = new LinkedHashMap<>();
        for (Convolution convolution : full.convolutions()) {
            int halvings =
                    Integer.numberOfTrailingZeros(
                            NetworkSpec.IMAGE_SIZE / convolution.outputSize());
            scores.computeIfAbsent(
                    convolution.output(),
                    group -> {
                        float[] values = new float[full.channels(group)];
                        for (int i = 0; i < values.length; i++) {
                            values[i] =
                                    (float)
                                            (Math.pow(factor, halvings)
                                                    * random.nextDouble(0.1, 1));
                        }
                        return values;
                    });
        }
        return scores;
    }
}
