package io.stampede.agent.daemon;

import io.stampede.agent.report.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * Says how often and when work on one model is tried again.
 *
 * <p>Not thread-safe.
 */
final class Tries {
    /** How often the process of an adaptation may vanish before its model is given up. */
    static final int VANISHINGS = 3;

    /** Once may be an accident; twice is mostly memory that others need for a while. */
    static final Duration PAUSE_AFTER_SECOND = Duration.ofMinutes(1);

    private final Backoff backoff;
    private int vanished;

    /** Creates tries of which the first is due. */
    Tries(Backoff backoff) {
        this.backoff = backoff;
    }

    /** Begins anew, with another model. */
    void renew() {
        backoff.succeeded();
        vanished = 0;
    }

    boolean isNextDue() {
        return backoff.isOver();
    }

    /** Notes progress: the next failure waits shortly again. */
    void succeeded() {
        backoff.succeeded();
    }

    /**
     * Notes a failure that time may cure; returns the wait that follows, of which there is no end.
     */
    Duration afterPassingFailure() {
        return backoff.failed();
    }

    /**
     * Notes that an adaptation's process went away without a word; another try may do, but not for
     * ever: each costs the device an adaptation.
     *
     * @return the wait that follows; empty where no try is left
     */
    Optional<Duration> afterVanishing() {
        vanished++;
        if (vanished >= VANISHINGS) {
            return Optional.empty();
        }
        return Optional.of(backoff.failed(vanished == 1 ? Duration.ZERO : PAUSE_AFTER_SECOND));
    }
}
