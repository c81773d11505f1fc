package io.stampede.agent.report;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Says when to try again after failures: waits double from one second to a maximum, each shortened
 * by a random part so that a fleet does not come back all at once.
 *
 * <p>Not thread-safe.
 */
public final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Clock clock;
    private final RandomGenerator random;
    private final Duration longest;
    private int failures;
    private Instant next = Instant.MIN;

    /** Creates a backoff that allows the first try at once. */
    public Backoff(Clock clock, RandomGenerator random, Duration longest) {
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
        this.longest = requireNonNull(longest, "longest is null");
    }

    /** Whether the next try may be made now. */
    public boolean isOver() {
        return !clock.instant().isBefore(next);
    }

    /** Notes a failure; returns the wait that follows. */
    public Duration failed() {
        return failed(Duration.ZERO);
    }

    /** Notes a failure that the first seconds will not cure; returns the wait that follows. */
    public Duration failed(Duration least) {
        Duration full = FIRST.multipliedBy(1L << Math.min(failures, 20));
        Duration capped = full.compareTo(longest) < 0 ? full : longest;
        Duration drawn = capped.dividedBy(2).plusMillis(random.nextLong(capped.toMillis() / 2 + 1));
        Duration wait = drawn.compareTo(least) < 0 ? least : drawn;
        failures++;
        next = clock.instant().plus(wait);
        return wait;
    }

    /** Notes a success: the next failure waits shortly again. */
    public void succeeded() {
        failures = 0;
        next = Instant.MIN;
    }
}
