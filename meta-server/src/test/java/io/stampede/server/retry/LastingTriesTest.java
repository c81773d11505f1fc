package io.stampede.server.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LastingTriesTest {
    private final LastingTries tries = new LastingTries(Duration.ofMillis(1));
    private final List<Optional<String>> failures = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"STORAGE_FAILED", "TRANSPORT_FAILED"})
    void what_time_may_cure_is_tried_until_it_works_and_told_meanwhile(ErrorCode code) {
        // When
        Optional<String> done = tries.run("work", () -> worksTheThirdTime(code));

        // Then
        assertEquals(Optional.of("done"), done);
        assertEquals(
                List.of(Optional.empty(), Optional.of("no room"), Optional.of("no room")),
                failures);
        assertEquals(Optional.empty(), tries.failure());
    }

    @Test
    void what_time_would_not_cure_is_thrown_at_once() {
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> tries.run("work", () -> fail(ErrorCode.INVALID_ARGUMENT)));

        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
    }

    @Test
    void a_stop_ends_the_waiting() {
        // Given
        LastingTries patient = new LastingTries(Duration.ofDays(1));
        patient.stop();

        // When, then
        assertEquals(Optional.empty(), patient.run("work", () -> fail(ErrorCode.STORAGE_FAILED)));
    }

    private String worksTheThirdTime(ErrorCode code) {
        failures.add(tries.failure());
        return failures.size() == 3 ? "done" : fail(code);
    }

    private static String fail(ErrorCode code) {
        throw new StampedeException(code, "no room");
    }
}
