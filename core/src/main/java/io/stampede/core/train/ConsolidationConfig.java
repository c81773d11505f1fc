package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * How W is trained further under the masks of the finished generator, see {@link Consolidation}.
 *
 * @param epochs passes over the reference data, 0 for none
 * @param peakLearningRate highest learning rate of the one cycle
 * @param focus share of each batch that is drawn from the classes of the episode's task, in [0, 1]
 */
public record ConsolidationConfig(int epochs, double peakLearningRate, double focus) {
    /** Phi as Algorithm 1 leaves it. */
    public static final ConsolidationConfig NONE = new ConsolidationConfig(0, 0.02, 0);

    /** Checks the components. */
    public ConsolidationConfig {
        if (epochs < 0 || !(peakLearningRate > 0) || !(focus >= 0 && focus <= 1)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    ("consolidation expects epochs from 0, a positive learning rate and a focus in"
                                    + " [0, 1], found %d, %s and %s")
                            .formatted(epochs, peakLearningRate, focus));
        }
    }
}
