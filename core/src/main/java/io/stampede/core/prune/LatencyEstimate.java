package io.stampede.core.prune;

import io.stampede.core.network.NetworkSpec;

/** Says how long one picture takes a network that nobody has built yet. */
@FunctionalInterface
public interface LatencyEstimate {
    /** Milliseconds for one picture on one thread. */
    double millis(NetworkSpec network);
}
