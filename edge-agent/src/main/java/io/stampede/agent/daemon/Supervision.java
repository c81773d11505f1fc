package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells systemd how the agent fares ({@code sd_notify(3)}): that it is ready, what it does, that it
 * is alive, that it stops. Where systemd does not ask for it nothing is told and no native code is
 * loaded.
 *
 * <p>{@link #doWork} is called by the agent's thread, so that an agent that hangs falls silent.
 */
final class Supervision {
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(5);

    private final Consumer<String> supervisor;
    private final Clock clock;
    private final Optional<Duration> interval;
    private String status = "";
    private Instant statusAt = Instant.MIN;
    private Instant aliveAt = Instant.MIN;

    /**
     * Creates a supervision.
     *
     * @param supervisor takes messages
     * @param watchdog longest silence that the supervisor stands
     */
    Supervision(Consumer<String> supervisor, Clock clock, Optional<Duration> watchdog) {
        this.supervisor = requireNonNull(supervisor, "supervisor is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.interval = watchdog.map(longest -> longest.dividedBy(3));
    }

    /** The supervision that the environment of this process asks for. */
    static Supervision of(Map<String, String> environment, Clock clock) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        Consumer<String> supervisor = socket.isEmpty() ? message -> {} : new NotifySocket(socket);
        return new Supervision(supervisor, clock, watchdog(environment));
    }

    /** Says that the agent works. */
    void ready() {
        supervisor.accept("READY=1");
    }

    /** Says that the agent is about to end. */
    void stopping() {
        supervisor.accept("STOPPING=1");
    }

    /** Says what the agent does where that is news, and that it is alive where it is time to. */
    void doWork(String account) {
        Instant now = clock.instant();
        if (!account.equals(status) && !now.isBefore(statusAt.plus(STATUS_INTERVAL))) {
            status = account;
            statusAt = now;
            supervisor.accept("STATUS=" + account.replace('\n', ' '));
        }
        if (interval.isPresent() && !now.isBefore(aliveAt.plus(interval.get()))) {
            aliveAt = now;
            supervisor.accept("WATCHDOG=1");
        }
    }

    private static Optional<Duration> watchdog(Map<String, String> environment) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean ours = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return ours && micros.matches("[1-9]\\d{0,14}")
                ? Optional.of(Duration.ofNanos(1000 * Long.parseLong(micros)))
                : Optional.empty();
    }
}
