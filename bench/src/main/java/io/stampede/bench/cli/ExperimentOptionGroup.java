package io.stampede.bench.cli;

import io.stampede.bench.experiment.CostLimit;
import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOptions;
import io.stampede.bench.method.Scale;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options that the commands of all tables and figures share. */
final class ExperimentOptionGroup {
    @Option(
            names = "--reference",
            paramLabel = "SOURCE",
            required = true,
            converter = Sources.class,
            description = "What phi was trained on.")
    private SourceSpec reference;

    @Option(
            names = "--target",
            paramLabel = "SOURCE",
            required = true,
            split = ",",
            converter = Sources.class,
            description = "What to adapt to; several, for fig5 above all, with commas or repeated.")
    private List<SourceSpec> targets = new ArrayList<>();

    @Option(
            names = "--other",
            paramLabel = "SOURCE",
            converter = Sources.class,
            description = {
                "Pictures of another target, which stamp_other_set shows the encoder (default:",
                "another --target)."
            })
    private SourceSpec other;

    @Option(
            names = "--target-size",
            paramLabel = "N",
            split = ",",
            description = "Training pictures of the target, 0 for all; several with commas.")
    private List<Integer> sizes = new ArrayList<>();

    @Option(
            names = "--validation",
            description = {
                "Measure on a fifth of the target's training pictures, held out, and not on the",
                "test split: for choosing settings."
            })
    private boolean validation;

    @Option(
            names = "--model",
            paramLabel = "PHI",
            description = "The phi file (default: the one that comes with the product).")
    private Path model;

    @Option(
            names = "--pretrained",
            paramLabel = "FILE",
            description = {
                "The reference network before meta-training (default: pretrained.safetensors",
                "beside PHI, else it is trained into DIR/reference)."
            })
    private Path pretrained;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "vgg19, vgg10 or resnet18 (default: the paper's).")
    private String network;

    @Option(
            names = "--width",
            paramLabel = "W",
            description = "Multiplier of the channels that phi must have (default: any).")
    private Double width;

    @Option(
            names = "--methods",
            paramLabel = "LIST",
            split = ",",
            description = "Methods to run, with commas (default: the paper's of this experiment).")
    private List<String> methods = new ArrayList<>();

    @Option(
            names = "--scale",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "smoke, cpu or paper (default: ${DEFAULT-VALUE}).")
    private Scale scale;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Fine-tunings of each network, with seeds 1 to N (default: the scale's). May be"
                            + " raised in an --out that was begun with fewer.")
    private Integer seeds;

    @Option(
            names = "--parameters-percent",
            paramLabel = "P",
            split = ",",
            description = "Budget: most parameters left, 100 for no limit (default: 4.2).")
    private List<Double> percents = new ArrayList<>();

    @Option(
            names = "--reduction",
            paramLabel = "X",
            split = ",",
            description =
                    "Budget: so many times fewer multiply-adds, 1 for no limit (default: 4.17).")
    private List<Double> reductions = new ArrayList<>();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes of fine-tuning (default: the scale's).")
    private Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Pictures per step of fine-tuning (default: the scale's).")
    private Integer batch;

    @Option(
            names = "--fine-tune-lr",
            paramLabel = "X",
            description = "Learning rate of fine-tuning at its start (default: the scale's).")
    private Double learningRate;

    @Option(
            names = "--flip",
            negatable = true,
            description = "Mirror pictures at random (default: unless they are digits or signs).")
    private Boolean flip;

    @Option(
            names = "--pruning-steps",
            paramLabel = "K",
            description = "STAMP's pruning steps in mini-batches (default: the scale's).")
    private Integer pruningSteps;

    /** What was asked for. */
    ExperimentOptions options(Experiment experiment) {
        return new ExperimentOptions(
                experiment,
                scale,
                new ExperimentOptions.Data(
                        reference, targets, Optional.ofNullable(other), sizes, validation),
                new ExperimentOptions.Model(
                        Optional.ofNullable(network),
                        decimal(width),
                        Optional.ofNullable(model),
                        Optional.ofNullable(pretrained)),
                methods,
                limits(),
                integer(seeds),
                new ExperimentOptions.Tuning(
                        integer(epochs),
                        integer(batch),
                        decimal(learningRate),
                        Optional.ofNullable(flip),
                        integer(pruningSteps)));
    }

    /** Pairs of both lists; where one has a single value or none, it goes with all of the other. */
    private List<CostLimit> limits() {
        int count = Math.max(percents.size(), reductions.size());
        List<CostLimit> limits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            limits.add(
                    new CostLimit(
                            at(percents, i, count, CostLimit.PAPER.parametersPercent()),
                            at(reductions, i, count, CostLimit.PAPER.reduction())));
        }
        return limits;
    }

    private static double at(List<Double> values, int index, int count, double usual) {
        if (values.isEmpty()) {
            return usual;
        }
        if (values.size() != 1 && values.size() != count) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected as many values of --parameters-percent as of --reduction, found %d"
                                    .formatted(values.size())
                            + " and "
                            + count);
        }
        return values.size() == 1 ? values.get(0) : values.get(index);
    }

    private static OptionalInt integer(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalDouble decimal(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
