package io.stampede.server.retry;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work for a thread that has nobody to hand a failure to: tries again until storage or broker
 * take it, or the server stops.
 *
 * <p>One thread runs work, any thread stops and asks.
 */
public final class LastingTries {
    private static final Logger LOG = LoggerFactory.getLogger(LastingTries.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What time may cure. */
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.STORAGE_FAILED, ErrorCode.TRANSPORT_FAILED);

    private final Duration firstPause;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Optional<String> failure = Optional.empty();

    /**
     * Creates them.
     *
     * @param firstPause before the second try; each further one is twice as long, up to a minute
     */
    public LastingTries(Duration firstPause) {
        this.firstPause = requireNonNull(firstPause, "firstPause is null");
    }

    /**
     * Runs work until it succeeds.
     *
     * @param name of the work, for the log
     * @return what it gave; empty where the server stopped first
     * @throws StampedeException of the work, where no time would cure it
     */
    public <T> Optional<T> run(String name, Supplier<T> work) {
        Duration pause = firstPause;
        while (true) {
            try {
                T done = work.get();
                failure = Optional.empty();
                return Optional.of(done);
            } catch (StampedeException e) {
                if (!PASSING.contains(e.code())) {
                    throw e;
                }
                failure = Optional.of(e.getMessage());
                LOG.atError()
                        .addKeyValue("work", name)
                        .addKeyValue("pause", pause)
                        .log("failed, trying again: {}", e.getMessage());
            }
            if (isStoppedWithin(pause)) {
                return Optional.empty();
            }
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        }
    }

    /** Why work waits for its next try; empty where none does. */
    public Optional<String> failure() {
        return failure;
    }

    /** Ends the waiting: what is not done by now is not done any more. */
    public void stop() {
        stopped.countDown();
    }

    private boolean isStoppedWithin(Duration pause) {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
