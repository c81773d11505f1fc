package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Can the clock be right? Certificates and reports go by it. */
public final class ClockCheck implements Check {
    private static final String NAME = "clock";
    private static final Instant FIRST_RELEASE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration LONGEST_LIFE = Duration.ofDays(50 * 365L);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Optional<Instant> newestSeen;

    /**
     * Creates a check.
     *
     * @param newestSeen the latest moment that anybody has told this device: a manifest's, or one
     *     of its own
     */
    public ClockCheck(Clock clock, Optional<Instant> newestSeen) {
        this.clock = requireNonNull(clock, "clock is null");
        this.newestSeen = requireNonNull(newestSeen, "newest seen is null");
    }

    @Override
    public List<Finding> look() {
        Instant now = clock.instant();
        if (now.isBefore(FIRST_RELEASE) || now.isAfter(FIRST_RELEASE.plus(LONGEST_LIFE))) {
            return List.of(
                    Finding.problem(
                            NAME,
                            "it says " + now + ", which it cannot be",
                            "set the clock: timedatectl set-ntp true"));
        }
        if (newestSeen.isPresent() && now.isBefore(newestSeen.get().minus(TOLERANCE))) {
            return List.of(
                    Finding.warning(
                            NAME,
                            "it says %s, and this device has seen %s before"
                                    .formatted(now, newestSeen.get()),
                            "set the clock: timedatectl set-ntp true"));
        }
        return List.of(Finding.fine(NAME, now.toString()));
    }
}
