package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What must be true of the machine before a model is received or adapted. */
public final class Conditions {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final long MIB = 1024 * 1024;

    private final Limits limits;
    private final Machine machine;
    private final Clock clock;
    private Instant next = Instant.MIN;
    private Optional<Unmet> unmet = Optional.empty();

    /**
     * What is waited for and what was there instead when the wait began. What is measured later
     * makes no news: it changes all the time.
     */
    private record Unmet(String need, String found) {
        Unmet since(Optional<Unmet> before) {
            return before.filter(same -> same.need.equals(need)).orElse(this);
        }

        String text() {
            return need + "; " + found;
        }
    }

    /**
     * What the owner of the device asks for.
     *
     * @param minFreeMemoryMib memory that must be available before an adaptation
     * @param minFreeDiskMib room that must be left before an adaptation and after a reception
     * @param requireMains whether a battery is too dear for adaptations
     */
    public record Limits(long minFreeMemoryMib, long minFreeDiskMib, boolean requireMains) {
        /** Nothing is asked for. */
        public static final Limits NONE = new Limits(0, 0, false);

        /** Checks the components. */
        public Limits {
            if (minFreeMemoryMib < 0 || minFreeDiskMib < 0) {
                throw new IllegalArgumentException(
                        "expected free memory and disk from 0 MiB, found %d and %d"
                                .formatted(minFreeMemoryMib, minFreeDiskMib));
            }
        }
    }

    /** Creates conditions that are looked at every ten seconds while they are not met. */
    public Conditions(Limits limits, Machine machine, Clock clock) {
        this.limits = requireNonNull(limits, "limits is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** What an adaptation has to wait for. */
    Optional<String> beforeAdapting() {
        return unless(this::lookBeforeAdapting);
    }

    /**
     * What a reception has to wait for.
     *
     * @param bytes still to be received, asked for where it is time to look
     */
    Optional<String> beforeReceiving(LongSupplier bytes) {
        return unless(() -> disk(bytes.getAsLong() / MIB + limits.minFreeDiskMib()));
    }

    private Optional<String> unless(Supplier<Optional<Unmet>> look) {
        if (unmet.isEmpty() || !clock.instant().isBefore(next)) {
            Optional<Unmet> before = unmet;
            unmet = look.get().map(now -> now.since(before));
            next = clock.instant().plus(INTERVAL);
        }
        return unmet.map(Unmet::text);
    }

    private Optional<Unmet> lookBeforeAdapting() {
        return memory().or(() -> disk(limits.minFreeDiskMib())).or(this::mains);
    }

    private Optional<Unmet> memory() {
        long available = machine.availableMemoryBytes().orElse(Long.MAX_VALUE) / MIB;
        return available >= limits.minFreeMemoryMib()
                ? Optional.empty()
                : Optional.of(
                        new Unmet(
                                limits.minFreeMemoryMib() + " MiB of free memory",
                                "there were " + available));
    }

    private Optional<Unmet> disk(long neededMib) {
        long usable = machine.usableDiskBytes().orElse(Long.MAX_VALUE) / MIB;
        return usable >= neededMib
                ? Optional.empty()
                : Optional.of(new Unmet(neededMib + " MiB of free disk", "there were " + usable));
    }

    private Optional<Unmet> mains() {
        return limits.requireMains() && !machine.isOnMains().orElse(true)
                ? Optional.of(new Unmet("mains power", "the machine runs on its battery"))
                : Optional.empty();
    }
}
