package io.stampede.bench.method.bbdropout;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * How BBDropout searches.
 *
 * @param klScale kl of Fig. 6; the KL term is weighted by {@code klScale / 60000}
 * @param searchRatio passes over the target's pictures with gates for each pass of fine-tuning
 *     after them, positive
 * @param a unconstrained first value of the posterior's first shape
 * @param b unconstrained first value of the posterior's second shape
 */
public record BbDropoutConfig(double klScale, double searchRatio, double a, double b) {
    /** A search as long as fine-tuning, gates as BBDropout's code starts them for a VGG. */
    public static final BbDropoutConfig DEFAULT = new BbDropoutConfig(20, 1, 2, 0.5413);

    /** Checks the components. */
    public BbDropoutConfig {
        if (!(klScale >= 0) || !(searchRatio > 0)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "BBDropout expects no negative KL scale and a positive search ratio, found "
                            + klScale
                            + ", "
                            + searchRatio);
        }
    }

    /** The same search with another weight of the KL term. */
    public BbDropoutConfig withKlScale(double other) {
        return new BbDropoutConfig(other, searchRatio, a, b);
    }

    /** The same search with another number of passes for each pass of fine-tuning. */
    public BbDropoutConfig withSearchRatio(double other) {
        return new BbDropoutConfig(klScale, other, a, b);
    }

    /** The same search from other gates. */
    public BbDropoutConfig withStart(double otherA, double otherB) {
        return new BbDropoutConfig(klScale, searchRatio, otherA, otherB);
    }

    /** Passes of the search in front of so many passes of fine-tuning, rounded up. */
    int searchEpochs(int fineTuningEpochs) {
        return (int) Math.ceil(searchRatio * fineTuningEpochs);
    }
}
