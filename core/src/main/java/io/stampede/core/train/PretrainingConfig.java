package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * How the reference network is trained before meta-training: SGD with Nesterov momentum 0.9 and a
 * one-cycle learning rate.
 *
 * @param epochs passes over the reference data
 * @param batchSize pictures per step
 * @param peakLearningRate highest learning rate of the cycle
 * @param weightDecay L2 factor on convolution and classifier weights
 */
public record PretrainingConfig(
        int epochs, int batchSize, double peakLearningRate, double weightDecay) {
    /** What works at short budgets (algorithms.md 13.2). */
    public static final PretrainingConfig DEFAULT = new PretrainingConfig(14, 128, 0.1, 5e-4);

    /** Checks the components. */
    public PretrainingConfig {
        if (epochs < 1 || batchSize < 2 || !(peakLearningRate > 0) || weightDecay < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected positive epochs and learning rate, a batch of at least 2 and no"
                            + " negative weight decay, found %d, %s, %d, %s"
                                    .formatted(epochs, peakLearningRate, batchSize, weightDecay));
        }
    }

    /** These settings with another number of epochs. */
    public PretrainingConfig withEpochs(int other) {
        return new PretrainingConfig(other, batchSize, peakLearningRate, weightDecay);
    }
}
