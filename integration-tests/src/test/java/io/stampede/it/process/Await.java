package io.stampede.it.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions, never for time. */
public final class Await {
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Await() {}

    /**
     * Waits until there is a value.
     *
     * @param what what is waited for, for the failure
     * @param running must go on running meanwhile
     */
    public static <T> T value(
            String what, Duration patience, Running running, Supplier<Optional<T>> source) {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end)) {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            running.requireAlive();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new AssertionError(
                "expected %s within %s, found none:%n%s".formatted(what, patience, running.tail()));
    }
}
