package io.stampede.core.train;

import java.util.Locale;

/** The stages of a run that progress is reported for. */
public enum Phase {
    /** Training W on all classes of the reference dataset. */
    PRETRAIN,
    /** Algorithm 1. */
    META_TRAIN,
    /** Training W under the masks of the finished generator. */
    CONSOLIDATE,
    /** Turning the private set into its representation. */
    ENCODE,
    /** Computing the expected mask of every channel. */
    SCORE,
    /** Copying the kept slices. */
    GATHER,
    /** K steps on the gated network. */
    PRUNE,
    /** Training the subnetwork. */
    FINE_TUNE,
    /** Measuring accuracy on the held-out split. */
    EVALUATE,
    /** Writing the subnetwork in the form in which it serves. */
    EXPORT;

    /** The name used in JSON and logs. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
