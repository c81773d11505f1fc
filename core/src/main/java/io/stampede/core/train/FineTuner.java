package io.stampede.core.train;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a plain network, full or sliced, on a target dataset: SGD with Nesterov momentum, a
 * learning rate that is divided by ten twice, crops and flips (algorithms.md section 5).
 *
 * <p>Not thread-safe; changes the weights in place and leaves their ownership where it is.
 */
public final class FineTuner {
    private final NetworkSpec spec;
    private final FineTuningConfig config;
    private final ImageBatches batches;
    private final EpochOrder order;

    /** A fine-tuner of one network on one dataset. */
    public FineTuner(
            NetworkSpec spec,
            FineTuningConfig config,
            ImageDataset data,
            Normalization normalization) {
        this.spec = spec;
        this.config = config;
        this.batches = new ImageBatches(data, normalization, PictureLayout.of(spec));
        this.order = new EpochOrder(data.size(), config.batchSize(), config.seed());
    }

    /**
     * Runs all epochs.
     *
     * @return most bytes of tensors alive in one step: weights, gradients, velocity, activations
     */
    public long run(Parameters weights, RunControl control) {
        return run(weights, control, Optional.empty());
    }

    /**
     * Runs all epochs under a condition on the weights.
     *
     * @return most bytes of tensors alive in one step: weights, gradients, velocity, activations
     */
    public long run(Parameters weights, RunControl control, WeightConstraint constraint) {
        return run(weights, control, Optional.empty(), constraint);
    }

    /**
     * Runs all epochs, or those that an interrupted run of the same fine-tuning left.
     *
     * @param weights as they were when that run began
     * @param checkpoint is written now and then, when cancelled, and at the end; not removed
     * @return most bytes of tensors alive in one step: weights, gradients, velocity, activations
     */
    public long run(
            Parameters weights, RunControl control, Optional<FineTuningCheckpoint> checkpoint) {
        return run(weights, control, checkpoint, WeightConstraint.NONE);
    }

    private long run(
            Parameters weights,
            RunControl control,
            Optional<FineTuningCheckpoint> checkpoint,
            WeightConstraint constraint) {
        long steps = order.stepsPerEpoch() * config.epochs();
        ProgressMeter meter = new ProgressMeter(Phase.FINE_TUNE, steps, control);
        meter.begin();
        long peakBytes = 0;
        try (NesterovSgd optimizer =
                new NesterovSgd(weights.manager(), weights, config.weightDecay())) {
            Map<String, Parameters> state =
                    Map.of("weights", weights, "velocity", optimizer.velocity());
            long first = checkpoint.map(saved -> saved.restore(state)).orElse(0L);
            constraint.restore(weights);
            SupervisedStep step =
                    new SupervisedStep(spec, batches, weights, optimizer, config.flip());
            for (long s = first; s < steps; s++) {
                long done = s;
                control.checkCancelled(() -> checkpoint.ifPresent(to -> to.save(done, state)));
                int[] batch = order.batch(s);
                double rate = config.learningRate() * config.decay().factor(s, steps);
                SupervisedStep.Result result =
                        step.take(
                                batch,
                                config.accumulatedBatches(),
                                Seeds.at(config.seed(), "augment", s),
                                rate);
                constraint.restore(weights);
                meter.step(s + 1, batch.length, result.loss(), result.accuracy());
                peakBytes = Math.max(peakBytes, result.tensorBytes());
                checkpoint.ifPresent(to -> to.saveIfDue(done + 1, state));
            }
            if (first < steps) {
                checkpoint.ifPresent(to -> to.save(steps, state));
            }
        }
        return peakBytes;
    }
}
