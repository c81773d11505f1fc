package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.GeneratorForm;

/**
 * How Algorithm 1 runs (algorithms.md section 4).
 *
 * @param iterations outer iterations I
 * @param tasks tasks N per outer iteration
 * @param ways classes per task
 * @param imagesPerClass pictures drawn per class; a task's set has {@code ways x imagesPerClass}
 * @param miniBatches M: all but the last take an inner step, the last gives the meta-gradient
 * @param rateW learning rate of W, inner and outer
 * @param ratePi learning rate of pi, inner and outer
 * @param rateTheta learning rate of theta, inner and outer
 * @param weightDecay L2 factor on convolution and classifier weights
 * @param klScale kl of Fig. 6; the KL term is weighted by {@code klScale / 60000}
 * @param reduction the factor by which multiply-adds must shrink at the end, 1 for no constraint
 * @param annealed share of the iterations over which the constraint tightens, in (0, 1]
 * @param refinements beyond the paper
 */
public record MetaConfig(
        int iterations,
        int tasks,
        int ways,
        int imagesPerClass,
        int miniBatches,
        double rateW,
        double ratePi,
        double rateTheta,
        double weightDecay,
        double klScale,
        double reduction,
        double annealed,
        Refinements refinements) {
    /** The recipe of algorithms.md 13.2. */
    public static final MetaConfig DEFAULT =
            new MetaConfig(
                    240, 3, 10, 32, 5, 1e-3, 0.05, 1e-3, 1e-4, 20, 3.6, 0.6, Refinements.NONE);

    /** The settings of the shipped phi (docs/experiments.md, run L). */
    public static final MetaConfig REFERENCE =
            new MetaConfig(
                    800,
                    2,
                    10,
                    24,
                    4,
                    1e-3,
                    4.5e-3,
                    1e-3,
                    0,
                    0,
                    4.17,
                    0.2,
                    new Refinements(
                            GeneratorForm.DECISIVE,
                            1,
                            0.5,
                            20,
                            0,
                            new ConsolidationConfig(32, 0.02, 0.5, 0.5, 37, 0)));

    /** The settings of the paper for VGG-19 (Appendix C). */
    public static final MetaConfig PAPER =
            new MetaConfig(2000, 10, 10, 64, 5, 1e-3, 0.01, 1e-3, 1e-4, 20, 1, 1, Refinements.NONE);

    /** Checks the components. */
    public MetaConfig {
        require(iterations >= 1 && tasks >= 1, "positive iterations and tasks");
        require(ways >= 2 && imagesPerClass >= 2, "at least 2 classes and 2 pictures of each");
        require(
                miniBatches >= 1 && (ways * imagesPerClass) / miniBatches >= 2,
                "mini-batches of at least 2 pictures");
        require(rateW >= 0 && ratePi >= 0 && rateTheta >= 0, "no negative learning rate");
        require(weightDecay >= 0 && klScale >= 0, "no negative weight decay or KL scale");
        require(reduction >= 1 && annealed > 0 && annealed <= 1, "reduction >= 1, annealed (0, 1]");
    }

    /** Pictures per task, the set size B. */
    public int setSize() {
        return ways * imagesPerClass;
    }

    /** These settings with another number of outer iterations. */
    public MetaConfig withIterations(int other) {
        return with("iterations", other);
    }

    /** These settings with other tasks. */
    public MetaConfig withTask(int otherTasks, int otherImagesPerClass, int otherMiniBatches) {
        return with("tasks", otherTasks)
                .with("images-per-class", otherImagesPerClass)
                .with("mini-batches", otherMiniBatches);
    }

    /** These settings with another value of one of {@link MetaConfigDraft#names}. */
    public MetaConfig with(String name, Object value) {
        return new MetaConfigDraft(this).set(name, value.toString()).build();
    }

    /** These settings without what comes after Algorithm 1. */
    MetaConfig withoutConsolidation() {
        ConsolidationConfig none = ConsolidationConfig.NONE;
        return with("consolidation-epochs", none.epochs())
                .with("consolidation-rate", none.peakLearningRate())
                .with("consolidation-focus", none.focus())
                .with("consolidation-domains", none.domains())
                .with("consolidation-floor", none.floorPercent())
                .with("consolidation-repetition", none.repetition());
    }

    private static void require(boolean condition, String expectation) {
        if (!condition) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "meta-training expects " + expectation);
        }
    }
}
