package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.agent.report.Backoff;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private long nanos = Long.MAX_VALUE - 1_000;
    private final SteadyClock clock = new SteadyClock(() -> nanos);

    @Test
    void goes_as_its_counter_goes_over_the_end_of_its_range_too() {
        Instant begin = clock.instant();

        nanos += Duration.ofHours(1).toNanos();

        assertEquals(Duration.ofHours(1), Duration.between(begin, clock.instant()));
    }

    @Test
    void lets_a_wait_end_when_it_is_over() {
        // Given
        Backoff backoff = new Backoff(clock, () -> 0, Duration.ofMinutes(1));
        Duration wait = backoff.failed();

        // When / Then
        nanos += wait.toNanos() - 1;
        assertEquals(false, backoff.isOver());
        nanos += 1;
        assertEquals(true, backoff.isOver());
    }
}
