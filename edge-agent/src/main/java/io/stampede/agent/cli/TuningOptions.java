package io.stampede.agent.cli;

import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuningConfig;
import picocli.CommandLine.Option;

/** How to adapt, as options; what is absent is as {@link AdaptationConfig#DEFAULT} says. */
final class TuningOptions {
    @Option(
            names = "--pruning-steps",
            paramLabel = "K",
            description = "Pruning steps in mini-batches; 0 takes the mask straight from phi.")
    private Integer pruningSteps;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes of fine-tuning; 0 prunes and slices only.")
    private Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Pictures per step of fine-tuning.")
    private Integer batchSize;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Initial learning rate of fine-tuning.")
    private Double learningRate;

    @Option(
            names = "--validation-fraction",
            paramLabel = "F",
            description = "Share of each class held out to measure accuracy, 0 to 0.5.")
    private Double validationFraction;

    @Option(
            names = "--set-size",
            paramLabel = "N",
            description = "Most pictures that the set encoder sees.")
    private Integer setSize;

    @Option(names = "--seed", paramLabel = "S", description = "Decides every random choice.")
    private Long seed;

    @Option(
            names = "--no-flip",
            description = "Do not mirror pictures while training, as for digits and signs.")
    private boolean noFlip;

    AdaptationConfig config(Budget budget) {
        AdaptationConfig usual = AdaptationConfig.DEFAULT;
        FineTuningConfig tuning =
                usual.fineTuning()
                        .withEpochs(or(epochs, usual.epochs()))
                        .withBatchSize(or(batchSize, usual.batchSize()))
                        .withLearningRate(or(learningRate, usual.learningRate()))
                        .withFlip(usual.flip() && !noFlip)
                        .withSeed(or(seed, usual.seed()));
        return usual.withBudget(budget)
                .withPruningSteps(or(pruningSteps, usual.pruningSteps()))
                .withFineTuning(tuning)
                .withSetSize(or(setSize, usual.setSize()))
                .withValidationFraction(or(validationFraction, usual.validationFraction()));
    }

    private static <T> T or(T given, T usual) {
        return given == null ? usual : given;
    }
}
