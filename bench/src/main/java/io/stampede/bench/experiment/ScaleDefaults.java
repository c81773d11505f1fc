package io.stampede.bench.experiment;

import io.stampede.bench.method.Scale;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.RateDecay;
import java.util.List;

/** What each scale decides where nothing else was asked for (algorithms.md 5, 13.2 and 13.5). */
final class ScaleDefaults {
    private static final long SEED = 1;

    /** Up to this many pictures, training at scale cpu takes small batches and many passes. */
    private static final int FEW_PICTURES = 2000;

    private ScaleDefaults() {}

    /** Numbers of training pictures, 0 for all. */
    static List<Integer> sizes(Experiment experiment, Scale scale) {
        boolean curve = experiment == Experiment.FIG4;
        return switch (scale) {
            case SMOKE -> curve ? List.of(20, 40) : List.of(40);
            case CPU -> curve ? List.of(1000, 5000) : List.of(1000);
            case PAPER -> curve ? List.of(1000, 5000, 10_000, 25_000, 50_000) : List.of(0);
        };
    }

    /** Fine-tunings of each network. */
    static int seeds(Experiment experiment, Scale scale) {
        if (scale == Scale.SMOKE) {
            return experiment.drawsPicturesBySeed() ? 2 : 1;
        }
        return 3;
    }

    /** Budgets, the paper's own one for all but the figure that sweeps them. */
    static List<CostLimit> limits(Experiment experiment, Scale scale) {
        if (experiment != Experiment.FIG3) {
            return List.of(CostLimit.PAPER);
        }
        return scale == Scale.SMOKE
                ? List.of(CostLimit.PAPER, new CostLimit(30, 2))
                : List.of(
                        new CostLimit(1, 8),
                        new CostLimit(2, 6),
                        CostLimit.PAPER,
                        new CostLimit(10, 2.5),
                        new CostLimit(30, 1.5));
    }

    /** How networks are trained on a target of so many pictures; masks alone need no training. */
    static FineTuningConfig training(Experiment experiment, Scale scale, int pictures) {
        FineTuningConfig config =
                switch (scale) {
                    case SMOKE -> new FineTuningConfig(1, 8, 0.05, 5e-4, true, SEED);
                    case CPU ->
                            pictures <= FEW_PICTURES
                                    ? new FineTuningConfig(40, 64, 0.05, 5e-4, true, SEED)
                                    : new FineTuningConfig(20, 128, 0.05, 5e-4, true, SEED);
                    case PAPER -> ofThePaper(experiment);
                };
        return experiment == Experiment.FIG5 ? config.withEpochs(0) : config;
    }

    private static FineTuningConfig ofThePaper(Experiment experiment) {
        return experiment == Experiment.TABLE3 || experiment == Experiment.FIG6
                ? new FineTuningConfig(20, 64, 0.1, 1e-4, true, SEED)
                        .withDecay(RateDecay.HALF_AND_THREE_QUARTERS)
                : new FineTuningConfig(200, 128, 0.1, 1e-4, true, SEED)
                        .withDecay(RateDecay.TWO_AND_THREE_FIFTHS);
    }

    /** Pictures that the set encoder sees at most: the product's choice, or the paper's. */
    static int setSize(Architecture architecture, Scale scale) {
        return switch (scale) {
            case SMOKE -> 20;
            case CPU -> AdaptationConfig.DEFAULT.setSize();
            case PAPER -> architecture == Architecture.RESNET18 ? 500 : 640;
        };
    }

    /** K in mini-batches; the paper has "single or less than 10 iterations". */
    static int pruningSteps(Scale scale) {
        return scale == Scale.PAPER ? 5 : 0;
    }

    /** Most pictures that accuracy is measured on, and most of the reference. */
    static int mostPictures(Scale scale, boolean ofReference) {
        if (scale != Scale.SMOKE) {
            return Integer.MAX_VALUE;
        }
        return ofReference ? 1000 : 100;
    }

    /** Passes of pretraining where no pretrained reference network is at hand. */
    static int pretrainingEpochs(Scale scale) {
        return switch (scale) {
            case SMOKE -> 1;
            case CPU -> 20;
            case PAPER -> 160;
        };
    }
}
