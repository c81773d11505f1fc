package io.stampede.bench.method.sparse;

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
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.NesterovSgd;
import io.stampede.core.train.Outcome;
import io.stampede.core.train.Phase;
import io.stampede.core.train.PictureLayout;
import io.stampede.core.train.ProgressMeter;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Schedules;
import io.stampede.core.train.Seeds;

/**
 * Learns the scores of a {@link PopupNetwork}: epochs, batches and weight decay of the shared
 * settings, learning rate 0.1 down to nothing along a cosine (algorithms.md 10.2).
 */
final class PopupTraining {
    static final double LEARNING_RATE = 0.1;

    private final PopupNetwork popup;
    private final FineTuningConfig config;
    private final Network network;
    private final ImageBatches batches;
    private final EpochOrder order;

    PopupTraining(
            PopupNetwork popup,
            FineTuningConfig config,
            ImageDataset data,
            Normalization normalization) {
        this.popup = popup;
        this.config = config;
        this.network = new Network(popup.spec());
        this.batches = new ImageBatches(data, normalization, PictureLayout.of(popup.spec()));
        this.order = new EpochOrder(data.size(), config.batchSize(), config.seed());
    }

    /** Runs all epochs, changing scores and running statistics in place, and no weight. */
    void run(RunControl control) {
        long steps = order.stepsPerEpoch() * config.epochs();
        ProgressMeter meter = new ProgressMeter(Phase.FINE_TUNE, steps, control);
        meter.begin();
        Parameters scores = popup.scores();
        try (NesterovSgd optimizer =
                new NesterovSgd(scores.manager(), scores, config.weightDecay())) {
            for (long s = 0; s < steps; s++) {
                control.checkCancelled();
                int[] batch = order.batch(s);
                try (NDManager scope = scores.manager().newSubManager()) {
                    Backpropagation result = backpropagation(scope, batch, s);
                    optimizer.step(result.gradients(), LEARNING_RATE * Schedules.cosine(s, steps));
                    meter.step(s + 1, batch.length, result.loss(), result.accuracy());
                }
            }
        }
    }

    private Backpropagation backpropagation(NDManager scope, int[] batch, long step) {
        NDArray images =
                batches.augmented(
                        scope, batch, Seeds.at(config.seed(), "augment", step), config.flip());
        NDArray target = batches.oneHot(scope, batch);
        Parameters scores = popup.scores().leaves(scope, name -> true);
        Parameters weights = popup.weights().leaves(scope, name -> false);
        return Backpropagation.run(
                scores,
                target,
                () -> {
                    popup.choose(weights, scores);
                    NDArray logits = network.forward(weights, images, true, ChannelGate.OPEN);
                    return new Outcome(CrossEntropy.loss(logits, target), logits);
                });
    }
}
