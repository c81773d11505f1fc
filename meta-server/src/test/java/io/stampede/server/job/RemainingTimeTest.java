package io.stampede.server.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {
    private final ManualClock clock = new ManualClock();
    private final RemainingTime remaining = new RemainingTime(clock);

    @Test
    void the_pace_since_the_first_report_decides_so_that_a_resumed_run_is_not_flattered() {
        // Given
        remaining.after(progress(Phase.PRETRAIN, 50));
        clock.now = clock.now.plusSeconds(20);

        // When
        Optional<Duration> estimate = remaining.after(progress(Phase.PRETRAIN, 60));

        // Then
        assertEquals(Optional.of(Duration.ofSeconds(80)), estimate);
    }

    @Test
    void a_new_phase_starts_without_an_estimate() {
        // Given
        remaining.after(progress(Phase.PRETRAIN, 99));

        // When
        Optional<Duration> estimate = remaining.after(progress(Phase.META_TRAIN, 1));

        // Then
        assertEquals(Optional.empty(), estimate);
    }

    private static Progress progress(Phase phase, long step) {
        return new Progress(phase, step, 100, 1, 0.5, 10);
    }

    private static final class ManualClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
