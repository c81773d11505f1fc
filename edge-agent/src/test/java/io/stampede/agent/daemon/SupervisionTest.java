package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.agent.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SupervisionTest {
    private final List<String> said = new ArrayList<>();
    private final ManualClock clock = new ManualClock();

    @Test
    void says_that_it_is_alive_three_times_in_the_longest_silence_allowed() {
        // Given
        Supervision supervision = watchedFor(Duration.ofSeconds(30));

        // When
        for (int second = 0; second < 30; second++) {
            supervision.doWork("");
            clock.advance(Duration.ofSeconds(1));
        }

        // Then
        assertEquals(List.of("WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"), said);
    }

    @Test
    void says_what_it_does_when_that_changes_and_not_too_often() {
        Supervision supervision = new Supervision(said::add, clock, Optional.empty());

        supervision.ready();
        supervision.doWork("idle");
        supervision.doWork("receiving");
        clock.advance(Duration.ofSeconds(5));
        supervision.doWork("serving\nstamp");
        supervision.doWork("serving\nstamp");
        supervision.stopping();

        assertEquals(List.of("READY=1", "STATUS=idle", "STATUS=serving stamp", "STOPPING=1"), said);
    }

    private Supervision watchedFor(Duration watchdog) {
        return new Supervision(said::add, clock, Optional.of(watchdog));
    }
}
