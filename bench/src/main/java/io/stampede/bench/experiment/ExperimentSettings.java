package io.stampede.bench.experiment;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.method.MethodEntry;
import io.stampede.bench.method.Scale;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Cost;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.PruneSteps;
import java.util.List;

/**
 * Everything that decides the runs of an experiment, besides phi and pictures.
 *
 * @param experiment which table or figure
 * @param scale how much work
 * @param architecture of phi
 * @param width of phi
 * @param methods in the order of the outputs
 * @param limits budgets
 * @param seeds 1 to this many
 * @param validation whether pictures held out from training judge, instead of the test split
 * @param tuning what was asked for about training on the target
 */
public record ExperimentSettings(
        Experiment experiment,
        Scale scale,
        Architecture architecture,
        double width,
        List<MethodEntry> methods,
        List<CostLimit> limits,
        int seeds,
        boolean validation,
        ExperimentOptions.Tuning tuning) {
    /** Checks and copies. */
    public ExperimentSettings {
        requireNonNull(experiment, "experiment is null");
        requireNonNull(scale, "scale is null");
        requireNonNull(architecture, "architecture is null");
        methods = List.copyOf(methods);
        limits = List.copyOf(limits);
        requireNonNull(tuning, "tuning is null");
    }

    /** What accuracy is measured on, in words. */
    public String measuredOn() {
        return validation ? "validation split cut from the training pictures" : "test split";
    }

    /** How a run adapts to its pictures. */
    AdaptationConfig adaptation(RunKey key, Cost full, boolean upright) {
        FineTuningConfig fineTuning =
                ScaleDefaults.training(experiment, scale, key.size()).withSeed(key.seed());
        fineTuning = fineTuning.withEpochs(tuning.epochs().orElse(fineTuning.epochs()));
        fineTuning = fineTuning.withBatchSize(tuning.batch().orElse(fineTuning.batchSize()));
        fineTuning =
                fineTuning.withLearningRate(
                        tuning.learningRate().orElse(fineTuning.learningRate()));
        fineTuning = fineTuning.withFlip(tuning.flip().orElse(!upright));
        return new AdaptationConfig(
                key.limit().budget(full),
                pruningSteps(key),
                fineTuning,
                ScaleDefaults.setSize(architecture, scale),
                0);
    }

    /** Which pictures a run has: 0 for those that all seeds share, else a sample of its own. */
    int sample(RunKey key) {
        return experiment.drawsPicturesBySeed() ? (int) key.seed() : 0;
    }

    private int pruningSteps(RunKey key) {
        int usual = tuning.pruningSteps().orElse(ScaleDefaults.pruningSteps(scale));
        String epochs = key.variant().get(RunKey.PRUNING_EPOCHS);
        return epochs == null ? usual : Integer.parseInt(epochs) * PruneSteps.perEpoch(key.size());
    }
}
