package io.stampede.server.job;

import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Estimates when a phase ends from the pace since it was first heard of; not thread-safe. */
final class RemainingTime {
    private final Clock clock;
    private Phase phase;
    private Instant since;
    private long firstStep;

    RemainingTime(Clock clock) {
        this.clock = clock;
    }

    /** The estimate after one more report; absent until the pace is known. */
    Optional<Duration> after(Progress progress) {
        Instant now = clock.instant();
        if (progress.phase() != phase) {
            phase = progress.phase();
            since = now;
            firstStep = progress.step();
        }
        long done = progress.step() - firstStep;
        if (done <= 0) {
            return Optional.empty();
        }
        double secondsPerStep = Duration.between(since, now).toMillis() / 1000.0 / done;
        long remaining = progress.steps() - progress.step();
        return Optional.of(Duration.ofMillis(Math.round(secondsPerStep * remaining * 1000)));
    }
}
