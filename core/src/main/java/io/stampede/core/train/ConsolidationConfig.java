package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.prune.BudgetSolver;

/**
 * How W is trained further under the masks of the finished generator, see {@link Consolidation}.
 *
 * @param epochs passes over the reference data, 0 for none
 * @param peakLearningRate highest learning rate of the one cycle
 * @param focus share of each batch that is drawn from the classes of the episode's task, in [0, 1]
 * @param domains share of episodes whose task is seen through a random {@link
 *     io.stampede.core.data.Domain}, in [0, 1]; the plan counts with Algorithm 1's share
 * @param floorPercent of each group's channels that the plan keeps as long as its budget allows
 * @param repetition tells consolidations of one meta-training apart, from 0
 */
public record ConsolidationConfig(
        int epochs,
        double peakLearningRate,
        double focus,
        double domains,
        int floorPercent,
        int repetition) {
    /** Phi as Algorithm 1 leaves it. */
    public static final ConsolidationConfig NONE =
            new ConsolidationConfig(0, 0.02, 0, 0, BudgetSolver.FLOOR_PERCENT, 0);

    /** Checks the components. */
    public ConsolidationConfig {
        if (epochs < 0
                || !(peakLearningRate > 0)
                || !(focus >= 0 && focus <= 1)
                || !(domains >= 0 && domains <= 1)
                || floorPercent < 0
                || floorPercent > 100
                || repetition < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    ("consolidation expects epochs from 0, a positive learning rate, focus and"
                                    + " domains in [0, 1], a floor from 0 to 100 percent and a"
                                    + " repetition from 0, found %d, %s, %s, %s, %d and %d")
                            .formatted(
                                    epochs,
                                    peakLearningRate,
                                    focus,
                                    domains,
                                    floorPercent,
                                    repetition));
        }
    }
}
