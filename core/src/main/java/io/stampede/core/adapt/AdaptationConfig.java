package io.stampede.core.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuningConfig;

/**
 * How a device turns phi into its own network (algorithms.md section 5).
 *
 * @param budget hard limit on the subnetwork and its training
 * @param pruningSteps K, in mini-batches; 0 takes the mask straight from phi
 * @param fineTuning how the subnetwork is trained; its seed decides every random choice
 * @param setSize most pictures that the set encoder sees
 * @param validationFraction share of each class held out to measure accuracy, in [0, 0.5]
 */
public record AdaptationConfig(
        Budget budget,
        int pruningSteps,
        FineTuningConfig fineTuning,
        int setSize,
        double validationFraction) {
    /**
     * What worked at 1,000 pictures (algorithms.md 13.2 c). The set is as large as that, not the
     * 640 that phi is trained with: the more pictures, the less masks depend on which they are (ADR
     * 13).
     */
    public static final AdaptationConfig DEFAULT =
            new AdaptationConfig(
                    Budget.UNLIMITED,
                    0,
                    new FineTuningConfig(40, 64, 0.05, 5e-4, true, 1),
                    1000,
                    0.1);

    /** Checks the components. */
    public AdaptationConfig {
        requireNonNull(budget, "budget is null");
        requireNonNull(fineTuning, "fine-tuning is null");
        require(pruningSteps >= 0, "pruning steps >= 0", pruningSteps);
        require(setSize >= 1, "a set of at least 1 picture", setSize);
        require(
                validationFraction >= 0 && validationFraction <= 0.5,
                "a validation fraction in [0, 0.5]",
                validationFraction);
    }

    /** Passes of fine-tuning; 0 prunes and slices only. */
    public int epochs() {
        return fineTuning.epochs();
    }

    /** Pictures per fine-tuning step. */
    public int batchSize() {
        return fineTuning.batchSize();
    }

    /** Initial learning rate of fine-tuning, divided by 10 at 50 % and 80 %. */
    public double learningRate() {
        return fineTuning.learningRate();
    }

    /** Whether pictures are mirrored at random; wrong for digits and signs. */
    public boolean flip() {
        return fineTuning.flip();
    }

    /** Decides every random choice. */
    public long seed() {
        return fineTuning.seed();
    }

    /** These settings with another budget. */
    public AdaptationConfig withBudget(Budget other) {
        return new AdaptationConfig(other, pruningSteps, fineTuning, setSize, validationFraction);
    }

    /** These settings with other steps: K of pruning, then epochs of fine-tuning. */
    public AdaptationConfig withSteps(int otherPruningSteps, int otherEpochs) {
        return withPruningSteps(otherPruningSteps)
                .withFineTuning(fineTuning.withEpochs(otherEpochs));
    }

    /** These settings with another K. */
    public AdaptationConfig withPruningSteps(int other) {
        return new AdaptationConfig(budget, other, fineTuning, setSize, validationFraction);
    }

    /** These settings with another fine-tuning, its seed included. */
    public AdaptationConfig withFineTuning(FineTuningConfig other) {
        return new AdaptationConfig(budget, pruningSteps, other, setSize, validationFraction);
    }

    /** These settings with another seed. */
    public AdaptationConfig withSeed(long other) {
        return withFineTuning(fineTuning.withSeed(other));
    }

    /** These settings with another set. */
    public AdaptationConfig withSetSize(int other) {
        return new AdaptationConfig(budget, pruningSteps, fineTuning, other, validationFraction);
    }

    /** These settings with another share of held-out pictures. */
    public AdaptationConfig withValidationFraction(double other) {
        return new AdaptationConfig(budget, pruningSteps, fineTuning, setSize, other);
    }

    private static void require(boolean condition, String expectation, Object found) {
        if (!condition) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "adaptation expects " + expectation + ", found " + found);
        }
    }
}
