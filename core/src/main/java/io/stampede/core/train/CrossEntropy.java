package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import io.stampede.core.nn.Numbers;

/** The task loss L of Eq. 1 for classification. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * Mean negative log-likelihood.
     *
     * @param logits {@code [b, classes]}
     * @param target {@code [b, classes]}, rows that sum to one
     * @return a scalar
     */
    public static NDArray loss(NDArray logits, NDArray target) {
        return Numbers.dividedBy(logits.logSoftmax(1).mul(target).sum(), -logits.getShape().get(0));
    }

    /** How many pictures have their largest logit at their label. */
    static int correct(NDArray logits, NDArray target) {
        long[] guesses = logits.stopGradient().argMax(1).toLongArray();
        long[] labels = target.argMax(1).toLongArray();
        int correct = 0;
        for (int i = 0; i < guesses.length; i++) {
            if (guesses[i] == labels[i]) {
                correct++;
            }
        }
        return correct;
    }
}
