package io.stampede.bench.method.slimming;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.Backpropagation;
import io.stampede.core.train.CrossEntropy;
import io.stampede.core.train.EpochOrder;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.NesterovSgd;
import io.stampede.core.train.Outcome;
import io.stampede.core.train.Phase;
import io.stampede.core.train.PictureLayout;
import io.stampede.core.train.ProgressMeter;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;

/**
 * Trains the full network on the target as fine-tuning does, with {@code s sign(gamma)} added to
 * the gradient of each scale of batch norm: the subgradient of {@code s |gamma|}.
 *
 * <p>Changes the weights in place and leaves their ownership where it is.
 */
final class SparseTraining {
    private final FineTuningConfig config;
    private final double strength;
    private final NetworkSpec spec;
    private final Network network;
    private final ImageBatches batches;
    private final EpochOrder order;

    SparseTraining(TargetTask task, double strength) {
        this.config = task.fineTuning();
        this.strength = strength;
        this.spec = task.full();
        this.network = new Network(spec);
        this.batches =
                new ImageBatches(task.training(), task.normalization(), PictureLayout.of(spec));
        this.order = new EpochOrder(task.training().size(), config.batchSize(), config.seed());
    }

    /** Runs as many epochs as a fine-tuning has. */
    void run(Parameters weights, RunControl control) {
        long steps = order.stepsPerEpoch() * config.epochs();
        ProgressMeter meter = new ProgressMeter(Phase.PRUNE, steps, control);
        meter.begin();
        try (NesterovSgd optimizer =
                new NesterovSgd(weights.manager(), weights, config.weightDecay())) {
            for (long s = 0; s < steps; s++) {
                control.checkCancelled();
                int[] batch = order.batch(s);
                double rate = config.learningRate() * config.decay().factor(s, steps);
                try (NDManager scope = weights.manager().newSubManager()) {
                    Backpropagation result = backpropagation(scope, weights, batch, s);
                    addSubgradient(
                            spec,
                            weights.leaves(scope, name -> false),
                            result.gradients(),
                            strength);
                    optimizer.step(result.gradients(), rate);
                    meter.step(s + 1, batch.length, result.loss(), result.accuracy());
                }
            }
        }
    }

    /**
     * Adds the penalty's subgradient in place; it is 0 where a scale is 0.
     *
     * @param weights without gradients of their own
     */
    static void addSubgradient(
            NetworkSpec spec, Parameters weights, Parameters gradients, double strength) {
        for (Convolution convolution : spec.convolutions()) {
            String name = convolution.norm("weight");
            gradients.get(name).addi(weights.get(name).sign().muli(strength));
        }
    }

    private Backpropagation backpropagation(
            NDManager scope, Parameters weights, int[] batch, long step) {
        NDArray images =
                batches.augmented(
                        scope, batch, Seeds.at(config.seed(), "augment", step), config.flip());
        NDArray target = batches.oneHot(scope, batch);
        Parameters leaves = weights.leaves(scope, name -> true);
        return Backpropagation.run(
                leaves,
                target,
                () -> {
                    NDArray logits = network.forward(leaves, images, true, ChannelGate.OPEN);
                    return new Outcome(CrossEntropy.loss(logits, target), logits);
                });
    }
}
