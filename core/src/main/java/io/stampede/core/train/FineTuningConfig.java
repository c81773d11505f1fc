package io.stampede.core.train;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.MiniBatches;

/**
 * How a network is trained on a target dataset.
 *
 * @param epochs passes over the data; 0 does nothing
 * @param batchSize pictures per step
 * @param accumulatedBatches mini-batches that the pictures of a step go through the network in, one
 *     after the other; 1 for all at once
 * @param learningRate at the start
 * @param decay when it is divided by ten
 * @param weightDecay L2 factor on convolution and classifier weights
 * @param flip whether pictures are mirrored at random; wrong for digits and signs
 * @param seed decides order and augmentation
 */
public record FineTuningConfig(
        int epochs,
        int batchSize,
        int accumulatedBatches,
        double learningRate,
        RateDecay decay,
        double weightDecay,
        boolean flip,
        long seed) {
    /** A configuration with the usual decay, whose batches go through the network at once. */
    public FineTuningConfig(
            int epochs,
            int batchSize,
            double learningRate,
            double weightDecay,
            boolean flip,
            long seed) {
        this(
                epochs,
                batchSize,
                1,
                learningRate,
                RateDecay.HALF_AND_FOUR_FIFTHS,
                weightDecay,
                flip,
                seed);
    }

    /** Checks the components. */
    public FineTuningConfig {
        requireNonNull(decay, "decay is null");
        if (epochs < 0 || batchSize < 2 || !(learningRate > 0) || weightDecay < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "fine-tuning expects epochs >= 0, a batch of at least 2, a positive learning"
                            + " rate and no negative weight decay, found %d, %d, %s, %s"
                                    .formatted(epochs, batchSize, learningRate, weightDecay));
        }
        if (accumulatedBatches < 1 || accumulatedBatches > MiniBatches.mostParts(batchSize)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a batch of %d expects 1 to %d mini-batches, found %d"
                            .formatted(
                                    batchSize,
                                    MiniBatches.mostParts(batchSize),
                                    accumulatedBatches));
        }
    }

    /** The same settings with other passes over the data. */
    public FineTuningConfig withEpochs(int other) {
        return new FineTuningConfig(
                other, batchSize, accumulatedBatches, learningRate, decay, weightDecay, flip, seed);
    }

    /** The same settings with other batches, each at once. */
    public FineTuningConfig withBatchSize(int other) {
        return new FineTuningConfig(epochs, other, 1, learningRate, decay, weightDecay, flip, seed);
    }

    /** The same settings with each batch cut into so many mini-batches. */
    public FineTuningConfig withAccumulatedBatches(int other) {
        return new FineTuningConfig(
                epochs, batchSize, other, learningRate, decay, weightDecay, flip, seed);
    }

    /** The same settings with another learning rate at the start. */
    public FineTuningConfig withLearningRate(double other) {
        return new FineTuningConfig(
                epochs, batchSize, accumulatedBatches, other, decay, weightDecay, flip, seed);
    }

    /** The same settings with the learning rate divided at other times. */
    public FineTuningConfig withDecay(RateDecay other) {
        return new FineTuningConfig(
                epochs,
                batchSize,
                accumulatedBatches,
                learningRate,
                other,
                weightDecay,
                flip,
                seed);
    }

    /** The same settings with or without mirrored pictures. */
    public FineTuningConfig withFlip(boolean other) {
        return new FineTuningConfig(
                epochs,
                batchSize,
                accumulatedBatches,
                learningRate,
                decay,
                weightDecay,
                other,
                seed);
    }

    /** The same settings with another seed. */
    public FineTuningConfig withSeed(long other) {
        return new FineTuningConfig(
                epochs,
                batchSize,
                accumulatedBatches,
                learningRate,
                decay,
                weightDecay,
                flip,
                other);
    }
}
