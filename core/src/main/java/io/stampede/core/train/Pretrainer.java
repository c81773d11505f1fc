package io.stampede.core.train;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import java.util.Map;

/**
 * Trains W on all classes of the reference dataset, gates open (phase (a) of algorithms.md 1).
 *
 * <p>Not thread-safe; owns its weights until closed.
 */
final class Pretrainer implements AutoCloseable {
    private final PretrainingConfig config;
    private final long seed;
    private final EpochOrder order;
    private final NDManager manager;
    private final Parameters weights;
    private final NesterovSgd optimizer;
    private final SupervisedStep step;

    Pretrainer(
            NDManager parent,
            NetworkSpec spec,
            PretrainingConfig config,
            ImageDataset data,
            long seed) {
        this.config = config;
        this.seed = seed;
        this.order = new EpochOrder(data.size(), config.batchSize(), seed);
        this.manager = parent.newSubManager();
        this.weights = new Parameters(manager);
        Initialization.weights(weights, spec, Seeds.at(seed, "weights"));
        this.optimizer = new NesterovSgd(manager, weights, config.weightDecay());
        ImageBatches batches =
                new ImageBatches(data, Normalization.of(data), PictureLayout.of(spec));
        this.step = new SupervisedStep(spec, batches, weights, optimizer, true);
    }

    /**
     * Runs all steps that are left; a checkpoint is written after each epoch and when cancelled.
     *
     * @return training accuracy over the last steps, NaN where none were left
     */
    double run(Checkpoint checkpoint, RunControl control) {
        Map<String, Parameters> state =
                Map.of("weights", weights, "velocity", optimizer.velocity());
        long steps = order.stepsPerEpoch() * config.epochs();
        ProgressMeter meter = new ProgressMeter(Phase.PRETRAIN, steps, control);
        for (long s = checkpoint.restore(state).orElse(0L); s < steps; s++) {
            long done = s;
            control.checkCancelled(() -> checkpoint.save(done, state));
            int[] batch = order.batch(s);
            double rate = config.peakLearningRate() * Schedules.oneCycle(s, steps);
            SupervisedStep.Result result = step.take(batch, 1, Seeds.at(seed, "augment", s), rate);
            meter.step(s + 1, batch.length, result.loss(), result.accuracy());
            if ((s + 1) % order.stepsPerEpoch() == 0) {
                checkpoint.save(s + 1, state);
            }
        }
        return meter.accuracy();
    }

    /** The weights; still owned by this trainer. */
    Parameters weights() {
        return weights;
    }

    @Override
    public void close() {
        manager.close();
    }
}
