package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import java.util.Arrays;

/**
 * Trains a plain network, full or sliced, on a target dataset: SGD with Nesterov momentum, learning
 * rate over 10 at 50 % and 80 %, crops and flips (algorithms.md section 5).
 *
 * <p>Not thread-safe; changes the weights in place and leaves their ownership where it is.
 */
public final class FineTuner {
    private final Network network;
    private final FineTuningConfig config;
    private final ImageDataset data;
    private final ImageBatches batches;

    /** A fine-tuner of one network on one dataset. */
    public FineTuner(
            NetworkSpec spec,
            FineTuningConfig config,
            ImageDataset data,
            Normalization normalization) {
        this.network = new Network(spec);
        this.config = config;
        this.data = data;
        this.batches = new ImageBatches(data, normalization);
    }

    /**
     * Runs all epochs.
     *
     * @return most bytes of tensors alive in one step: weights, gradients, velocity, activations
     */
    public long run(Parameters weights, RunControl control) {
        int size = Math.min(config.batchSize(), data.size());
        long perEpoch = Math.max(1, data.size() / size);
        long steps = perEpoch * config.epochs();
        ProgressMeter meter = new ProgressMeter(Phase.FINE_TUNE, steps, control);
        long peak = 0;
        try (NesterovSgd optimizer =
                new NesterovSgd(weights.manager(), weights, config.weightDecay())) {
            for (long step = 0; step < steps; step++) {
                control.checkCancelled();
                int from = Math.toIntExact(step % perEpoch) * size;
                int[] order =
                        Seeds.shuffled(
                                data.size(), Seeds.at(config.seed(), "epoch", step / perEpoch));
                int[] indices = Arrays.copyOfRange(order, from, from + size);
                double rate =
                        config.learningRate() * Schedules.tenthAtHalfAndFourFifths(step, steps);
                peak = Math.max(peak, step(weights, optimizer, indices, step, rate, meter));
            }
        }
        return peak;
    }

    private long step(
            Parameters weights,
            NesterovSgd optimizer,
            int[] indices,
            long step,
            double rate,
            ProgressMeter meter) {
        try (NDManager scope = weights.manager().newSubManager()) {
            NDArray images =
                    batches.augmented(
                            scope,
                            indices,
                            Seeds.at(config.seed(), "augment", step),
                            config.flip());
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
            optimizer.step(leaves, pass.gradients(), rate);
            double accuracy = (double) CrossEntropy.correct(logits[0], target) / indices.length;
            meter.step(step + 1, indices.length, pass.loss(), accuracy);
            return step == 0 ? 3 * weights.bytes() + Parameters.bytes(scope) : 0;
        }
    }
}
