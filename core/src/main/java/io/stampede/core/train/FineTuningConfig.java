package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * How a network is trained on a target dataset.
 *
 * @param epochs passes over the data; 0 does nothing
 * @param batchSize pictures per step
 * @param learningRate at the start
 * @param weightDecay L2 factor on convolution and classifier weights
 * @param flip whether pictures are mirrored at random; wrong for digits and signs
 * @param seed decides order and augmentation
 */
public record FineTuningConfig(
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        boolean flip,
        long seed) {
    /** Checks the components. */
    public FineTuningConfig {
        if (epochs < 0 || batchSize < 2 || !(learningRate > 0) || weightDecay < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "fine-tuning expects epochs >= 0, a batch of at least 2, a positive learning"
                            + " rate and no negative weight decay, found %d, %d, %s, %s"
                                    .formatted(epochs, batchSize, learningRate, weightDecay));
        }
    }
}
