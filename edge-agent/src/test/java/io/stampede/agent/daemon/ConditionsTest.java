package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.agent.testkit.FakeMachine;
import io.stampede.agent.testkit.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private final ManualClock clock = new ManualClock();
    private final FakeMachine machine = new FakeMachine();
    private final Conditions conditions =
            new Conditions(new Conditions.Limits(100, 50, true), machine, clock);

    @Test
    void says_the_same_for_as_long_as_it_waits_for_the_same() {
        // Given
        machine.setFreeMemoryMib(90);
        Optional<String> first = conditions.beforeAdapting();
        assertEquals(Optional.of("100 MiB of free memory; there were 90"), first);

        // When
        machine.setFreeMemoryMib(91);
        clock.advance(Duration.ofSeconds(10));

        // Then
        assertEquals(first, conditions.beforeAdapting());

        // When
        machine.setFreeMemoryMib(100);
        machine.setFreeDiskMib(20);
        clock.advance(Duration.ofSeconds(10));

        // Then
        assertEquals(
                Optional.of("50 MiB of free disk; there were 20"), conditions.beforeAdapting());
    }

    @Test
    void asks_for_the_room_that_a_reception_still_takes_and_for_what_must_be_left() {
        machine.setFreeDiskMib(52);

        assertEquals(Optional.empty(), conditions.beforeReceiving(() -> 2 * 1024 * 1024));
        assertEquals(
                Optional.of("53 MiB of free disk; there were 52"),
                conditions.beforeReceiving(() -> 3 * 1024 * 1024));
    }
}
