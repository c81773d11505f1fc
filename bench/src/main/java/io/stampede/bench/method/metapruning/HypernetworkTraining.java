package io.stampede.bench.method.metapruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.Backpropagation;
import io.stampede.core.train.CrossEntropy;
import io.stampede.core.train.EpochOrder;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.Outcome;
import io.stampede.core.train.Phase;
import io.stampede.core.train.ProgressMeter;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;

/**
 * Trains a hypernetwork on the reference, each step with a random structure: learning rate 0.1,
 * over 10 at each quarter, weight decay 1e-4, label smoothing 0.1.
 */
final class HypernetworkTraining {
    private static final double LEARNING_RATE = 0.1;
    private static final double WEIGHT_DECAY = 1e-4;
    private static final double SMOOTHING = 0.1;
    private static final int STAGES = 4;

    private final GeneSpace space;
    private final Hypernetwork hypernetwork;
    private final MetaPruningConfig.Hypernetwork config;
    private final ImageBatches batches;
    private final EpochOrder order;

    HypernetworkTraining(
            GeneSpace space,
            MetaPruningConfig.Hypernetwork config,
            ImageDataset reference,
            Normalization normalization) {
        this.space = space;
        this.hypernetwork = new Hypernetwork(space);
        this.config = config;
        this.batches = new ImageBatches(reference, normalization);
        this.order = new EpochOrder(reference.size(), config.batchSize(), config.seed());
    }

    /** Adds trained values to an empty map. */
    void run(Parameters target, RunControl control) {
        hypernetwork.initialize(target, Seeds.at(config.seed(), "hypernetwork"));
        ProgressMeter meter = new ProgressMeter(Phase.PRETRAIN, config.iterations(), control);
        meter.begin();
        try (MomentumSgd optimizer = new MomentumSgd(target.manager(), target, WEIGHT_DECAY)) {
            for (int i = 0; i < config.iterations(); i++) {
                control.checkCancelled();
                int[] batch = order.batch(i);
                try (NDManager scope = target.manager().newSubManager()) {
                    Backpropagation result = backpropagation(scope, target, batch, i);
                    optimizer.step(result.gradients(), rate(i));
                    meter.step(i + 1L, batch.length, result.loss(), result.accuracy());
                }
            }
        }
    }

    private double rate(int iteration) {
        int stage = (int) ((long) STAGES * iteration / config.iterations());
        return LEARNING_RATE * Math.pow(0.1, stage);
    }

    private Backpropagation backpropagation(
            NDManager scope, Parameters target, int[] batch, int iteration) {
        long seed = config.seed();
        Structure structure =
                space.draw(Seeds.at(seed, "structure", iteration), 0, GeneSpace.SCALES);
        Network network = new Network(space.network(structure));
        NDArray images =
                batches.augmented(scope, batch, Seeds.at(seed, "augment", iteration), true);
        NDArray labels = smooth(batches.oneHot(scope, batch));
        Parameters leaves = target.leaves(scope, name -> true);
        return Backpropagation.run(
                leaves,
                labels,
                () -> {
                    Parameters weights = hypernetwork.weights(leaves, structure, scope);
                    NDArray logits = network.forward(weights, images, true, ChannelGate.OPEN);
                    return new Outcome(CrossEntropy.loss(logits, labels), logits);
                });
    }

    private static NDArray smooth(NDArray oneHot) {
        return oneHot.muli(1 - SMOOTHING).addi(SMOOTHING / oneHot.getShape().get(1));
    }
}
