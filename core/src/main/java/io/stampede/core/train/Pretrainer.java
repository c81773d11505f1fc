package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import java.util.Arrays;
import java.util.Map;

/**
 * Trains W on all classes of the reference dataset, gates open (phase (a) of algorithms.md 1).
 *
 * <p>Not thread-safe; owns its weights until closed.
 */
final class Pretrainer implements AutoCloseable {
    private final PretrainingConfig config;
    private final ImageDataset data;
    private final ImageBatches batches;
    private final long seed;
    private final Network network;
    private final NDManager manager;
    private final Parameters weights;
    private final NesterovSgd optimizer;
    private int[] order = {};
    private long orderedEpoch = -1;

    Pretrainer(
            NDManager parent,
            NetworkSpec spec,
            PretrainingConfig config,
            ImageDataset data,
            long seed) {
        this.config = config;
        this.data = data;
        this.batches = new ImageBatches(data, Normalization.of(data));
        this.seed = seed;
        this.network = new Network(spec);
        this.manager = parent.newSubManager();
        this.weights = new Parameters(manager);
        Initialization.weights(weights, spec, Seeds.at(seed, "weights"));
        this.optimizer = new NesterovSgd(manager, weights, config.weightDecay());
    }

    /**
     * Runs all steps that are left; a checkpoint is written after each epoch and when cancelled.
     */
    double run(Checkpoint checkpoint, RunControl control) {
        Map<String, Parameters> state =
                Map.of("weights", weights, "velocity", optimizer.velocity());
        long perEpoch = Math.max(1, data.size() / config.batchSize());
        long steps = perEpoch * config.epochs();
        long done = checkpoint.restore(state).orElse(0L);
        ProgressMeter meter = new ProgressMeter(Phase.PRETRAIN, steps, control);
        for (long step = done; step < steps; step++) {
            long position = step;
            control.checkCancelled(() -> checkpoint.save(position, state));
            step(step, perEpoch, steps, meter);
            if ((step + 1) % perEpoch == 0) {
                checkpoint.save(step + 1, state);
            }
        }
        return meter.accuracy();
    }

    private void step(long step, long perEpoch, long steps, ProgressMeter meter) {
        long epoch = step / perEpoch;
        int size = Math.min(config.batchSize(), data.size());
        int from = Math.toIntExact(step % perEpoch) * size;
        if (epoch != orderedEpoch) {
            order = Seeds.shuffled(data.size(), Seeds.at(seed, "epoch", epoch));
            orderedEpoch = epoch;
        }
        int[] indices = Arrays.copyOfRange(order, from, from + size);
        try (NDManager scope = manager.newSubManager()) {
            NDArray images =
                    batches.augmented(scope, indices, Seeds.at(seed, "augment", step), true);
            NDArray target = batches.oneHot(scope, indices);
            Parameters leaves = weights.leaves(scope, name -> true);
            NDArray[] logits = new NDArray[1];
            Backpropagation pass =
                    Backpropagation.run(
                            leaves,
                            () -> {
                                logits[0] = network.forward(leaves, images, true, ChannelGate.OPEN);
                                return CrossEntropy.loss(logits[0], target);
                            });
            double rate = config.peakLearningRate() * Schedules.oneCycle(step, steps);
            optimizer.step(leaves, pass.gradients(), rate);
            double accuracy = (double) CrossEntropy.correct(logits[0], target) / size;
            meter.step(step + 1, size, pass.loss(), accuracy);
        }
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
