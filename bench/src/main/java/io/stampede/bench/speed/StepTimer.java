package io.stampede.bench.speed;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.device.RandomPictures;
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
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;

/** Times steps of fine-tuning on random pictures: augmentation, forward, backward, update. */
public final class StepTimer {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int CLASSES = 10;

    private StepTimer() {}

    /**
     * What to time.
     *
     * @param architecture of the network
     * @param width multiplier of its channels
     * @param batch pictures per step
     * @param warmUp steps before the first that counts
     * @param steps steps that count
     */
    public record Plan(Architecture architecture, double width, int batch, int warmUp, int steps) {}

    /** The mean wall-clock time of a step in milliseconds. */
    public static double millisPerStep(Plan plan) {
        int total = plan.warmUp() + plan.steps();
        ImageDataset data = RandomPictures.of(plan.batch());
        NetworkSpec network = Architectures.of(plan.architecture(), plan.width(), CLASSES);
        // One batch is one epoch here.
        FineTuningConfig config = new FineTuningConfig(total, plan.batch(), 0.05, 5e-4, true, 1);
        long[] ends = new long[total + 1];
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, network, Seeds.at(1, "weights"));
            new FineTuner(network, config, data, Normalization.of(data))
                    .run(
                            weights,
                            new RunControl(
                                    progress ->
                                            ends[Math.toIntExact(progress.step())] =
                                                    System.nanoTime(),
                                    () -> false));
        }
        return (ends[total] - ends[plan.warmUp()]) / NANOS_PER_MILLI / plan.steps();
    }
}
