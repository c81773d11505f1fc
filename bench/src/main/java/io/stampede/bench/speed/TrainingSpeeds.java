package io.stampede.bench.speed;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.device.RandomPictures;
import io.stampede.bench.file.ScratchDirectory;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.MetaConfig;
import io.stampede.core.train.MetaTraining;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.Phase;
import io.stampede.core.train.PretrainingConfig;
import io.stampede.core.train.Seeds;
import java.util.ArrayList;
import java.util.List;

/**
 * Times every kind of training step there is, in turns, on random pictures: pretraining,
 * meta-training with the recipe of preset {@code cpu}, fine-tuning a full and a pruned network.
 */
public final class TrainingSpeeds {
    private static final int CLASSES = 10;
    private static final int WARM_UP = 3;

    /**
     * The least that batch norm works with: such a step is hardly more than what each step costs.
     */
    private static final int FEWEST_PICTURES = 2;

    private final Plan plan;
    private final NetworkSpec full;
    private final NetworkSpec pruned;
    private final List<Double> pretraining = new ArrayList<>();
    private final List<Double> metaTraining = new ArrayList<>();

    private TrainingSpeeds(Plan plan) {
        this.plan = plan;
        this.full = Architectures.of(plan.architecture(), plan.width(), CLASSES);
        this.pruned = DeepPlan.of(full, plan.reduction(), plan.parametersPercent());
    }

    /**
     * What to time.
     *
     * @param architecture of the network
     * @param width multiplier of its channels
     * @param batch pictures per step
     * @param rounds how often each kind has its turn
     * @param steps steps of a turn that count; outer iterations of meta-training
     * @param reduction how many times fewer multiply-adds the pruned network needs at least
     * @param parametersPercent most parameters of the pruned network, in percent of the full one's
     * @param meta how meta-training runs
     */
    public record Plan(
            Architecture architecture,
            double width,
            int batch,
            int rounds,
            int steps,
            double reduction,
            double parametersPercent,
            MetaConfig meta) {
        /** Checks that there is something to time. */
        public Plan {
            if (batch < FEWEST_PICTURES || rounds < 1 || steps < 1 || reduction < 1) {
                throw new IllegalArgumentException(
                        "expected a batch of at least %d, positive rounds and steps, a reduction of"
                                        .formatted(FEWEST_PICTURES)
                                + " at least 1, found %d, %d, %d, %s"
                                        .formatted(batch, rounds, steps, reduction));
            }
        }
    }

    /** Takes all turns; nothing else may train in this JVM meanwhile. */
    public static SpeedReport measure(Plan plan) {
        return new TrainingSpeeds(plan).measure();
    }

    private SpeedReport measure() {
        Turns whole = new Turns(full, plan.batch());
        Turns cut = new Turns(pruned, plan.batch());
        Turns wholeEmpty = new Turns(full, FEWEST_PICTURES);
        Turns cutEmpty = new Turns(pruned, FEWEST_PICTURES);
        for (int round = 0; round < plan.rounds(); round++) {
            List.of(whole, cut, wholeEmpty, cutEmpty).forEach(Turns::take);
            metaTrain();
        }
        return new SpeedReport(
                full,
                pruned,
                new Pace(plan.batch(), pretraining),
                new Pace(plan.meta().tasks() * plan.meta().setSize(), metaTraining),
                new SpeedReport.FineTuning(whole.pace(), wholeEmpty.pace()),
                new SpeedReport.FineTuning(cut.pace(), cutEmpty.pace()));
    }

    /** One epoch of pretraining, then meta-training: a whole run, its steps timed. */
    private void metaTrain() {
        MetaTrainingConfig config =
                MetaTrainingConfig.preset("cpu")
                        .withNetwork(plan.architecture(), plan.width())
                        .withPretraining(new PretrainingConfig(1, plan.batch(), 0.05, 5e-4))
                        .withMeta(plan.meta().withIterations(1 + plan.steps()));
        int pictures =
                Math.max(
                        plan.batch() * (WARM_UP + 1 + plan.steps()),
                        CLASSES * plan.meta().imagesPerClass());
        StepClock clock = new StepClock(System::nanoTime);
        try (ScratchDirectory scratch = ScratchDirectory.create("stampede-speed")) {
            MetaTraining.run(config, RandomPictures.of(pictures), scratch.path(), clock.control());
        }
        pretraining.addAll(clock.millis(Phase.PRETRAIN, WARM_UP));
        metaTraining.addAll(clock.millis(Phase.META_TRAIN, 0));
    }

    /** Fine-tuning of one network with one batch size, a few steps at a time. */
    private final class Turns {
        private final NetworkSpec network;
        private final ImageDataset data;
        private final List<Double> millis = new ArrayList<>();

        Turns(NetworkSpec network, int batch) {
            this.network = network;
            this.data = RandomPictures.of(batch);
        }

        void take() {
            // One batch is one epoch here.
            FineTuningConfig config =
                    new FineTuningConfig(WARM_UP + plan.steps(), data.size(), 0.05, 5e-4, true, 1);
            StepClock clock = new StepClock(System::nanoTime);
            try (NDManager manager = TensorEngine.newManager();
                    Parameters weights = new Parameters(manager)) {
                Initialization.weights(weights, network, Seeds.at(1, "weights"));
                new FineTuner(network, config, data, Normalization.of(data))
                        .run(weights, clock.control());
            }
            millis.addAll(clock.millis(Phase.FINE_TUNE, WARM_UP));
        }

        Pace pace() {
            return new Pace(data.size(), millis);
        }
    }
}
