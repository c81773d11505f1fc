package io.stampede.core.train;

import io.stampede.core.network.Architecture;

/** A meta-training of seconds, and how to interrupt it. */
final class TinyMetaTraining {
    private TinyMetaTraining() {}

    /** One epoch, three iterations, for a reference of at least three classes. */
    static MetaTrainingConfig of(Architecture architecture) {
        MetaConfig meta =
                new MetaConfig(3, 2, 3, 4, 2, 1e-3, 0.05, 1e-3, 1e-4, 20, 2, 0.6, Refinements.NONE);
        return new MetaTrainingConfig(
                architecture, 0.0625, 8, 2, new PretrainingConfig(1, 18, 0.05, 5e-4), meta, 1);
    }

    /** Cancels once it was asked so many times. */
    static RunControl cancelAfter(int questions) {
        int[] asked = {0};
        return new RunControl(progress -> {}, () -> ++asked[0] > questions);
    }
}
