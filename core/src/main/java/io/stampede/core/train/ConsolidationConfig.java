package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * How W is trained further under the masks of the finished generator, see {@link Consolidation}.
 *
 * @param epochs passes over the reference data, 0 for none
 * @param peakLearningRate highest learning rate of the one cycle
 */
public record ConsolidationConfig(int epochs, double peakLearningRate) {
    /** Phi as Algorithm 1 leaves it. */
    public static final ConsolidationConfig NONE = new ConsolidationConfig(0, 0.02);

    /** Checks the components. */
    public ConsolidationConfig {
        if (epochs < 0 || !(peakLearningRate > 0)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "consolidation expects epochs from 0 and a positive learning rate, found %d, %s"
                            .formatted(epochs, peakLearningRate));
        }
    }
}
