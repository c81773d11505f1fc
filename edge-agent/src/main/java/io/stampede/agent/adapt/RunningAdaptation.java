package io.stampede.agent.adapt;

import java.util.Optional;

/** An adaptation under way. Used by one thread. */
public interface RunningAdaptation extends AutoCloseable {
    /** How it ended, empty while it runs. */
    Optional<AdaptationOutcome> poll();

    /** Share of the work that is done as far as is known, in [0, 1]. */
    double progress();

    /** Cancels it where it still runs, and returns when nothing of it runs any more. */
    @Override
    void close();
}
