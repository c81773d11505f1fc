package io.stampede.core.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuningConfig;

/**
 * How a device turns phi into its own network (algorithms.md section 5).
 *
 * @param budget hard limit on the subnetwork
 * @param pruningSteps K, in mini-batches; 0 takes the mask straight from phi
 * @param epochs passes of fine-tuning; 0 prunes and slices only
 * @param batchSize pictures per fine-tuning step
 * @param learningRate initial learning rate of fine-tuning, divided by 10 at 50 % and 80 %
 * @param weightDecay L2 factor on convolution and classifier weights
 * @param setSize most pictures that the set encoder sees
 * @param validationFraction share of each class held out to measure accuracy, in [0, 0.5]
 * @param seed decides every random choice
 */
public record AdaptationConfig(
        Budget budget,
        int pruningSteps,
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        int setSize,
        double validationFraction,
        long seed) {
    /** What worked at 1,000 pictures (algorithms.md 13.2 c). */
    public static final AdaptationConfig DEFAULT =
            new AdaptationConfig(Budget.UNLIMITED, 0, 40, 64, 0.05, 5e-4, 320, 0.1, 1);

    /** Checks the components. */
    public AdaptationConfig {
        requireNonNull(budget, "budget is null");
        require(pruningSteps >= 0, "pruning steps >= 0", pruningSteps);
        require(epochs >= 0, "epochs >= 0", epochs);
        require(batchSize >= 2, "a batch of at least 2", batchSize);
        require(learningRate > 0, "a positive learning rate", learningRate);
        require(weightDecay >= 0, "no negative weight decay", weightDecay);
        require(setSize >= 1, "a set of at least 1 picture", setSize);
        require(
                validationFraction >= 0 && validationFraction <= 0.5,
                "a validation fraction in [0, 0.5]",
                validationFraction);
    }

    /** The settings of fine-tuning alone. */
    public FineTuningConfig fineTuning() {
        return new FineTuningConfig(epochs, batchSize, learningRate, weightDecay, true, seed);
    }

    /** These settings with another budget. */
    public AdaptationConfig withBudget(Budget other) {
        return new AdaptationConfig(
                other,
                pruningSteps,
                epochs,
                batchSize,
                learningRate,
                weightDecay,
                setSize,
                validationFraction,
                seed);
    }

    /** These settings with other steps: K of pruning, then epochs of fine-tuning. */
    public AdaptationConfig withSteps(int otherPruningSteps, int otherEpochs) {
        return new AdaptationConfig(
                budget,
                otherPruningSteps,
                otherEpochs,
                batchSize,
                learningRate,
                weightDecay,
                setSize,
                validationFraction,
                seed);
    }

    /** These settings with another size of the set. */
    public AdaptationConfig withSetSize(int other) {
        return new AdaptationConfig(
                budget,
                pruningSteps,
                epochs,
                batchSize,
                learningRate,
                weightDecay,
                other,
                validationFraction,
                seed);
    }

    /** These settings with another seed. */
    public AdaptationConfig withSeed(long other) {
        return new AdaptationConfig(
                budget,
                pruningSteps,
                epochs,
                batchSize,
                learningRate,
                weightDecay,
                setSize,
                validationFraction,
                other);
    }

    /** These settings with another share of held-out pictures. */
    public AdaptationConfig withValidationFraction(double other) {
        return new AdaptationConfig(
                budget,
                pruningSteps,
                epochs,
                batchSize,
                learningRate,
                weightDecay,
                setSize,
                other,
                seed);
    }

    private static void require(boolean condition, String expectation, Object found) {
        if (!condition) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "adaptation expects " + expectation + ", found " + found);
        }
    }
}
