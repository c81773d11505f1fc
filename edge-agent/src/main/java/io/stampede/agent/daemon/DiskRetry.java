package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.report.Backoff;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does work that a full disk may keep from being done, and then does it again after growing pauses:
 * there may be room later, and what serves serves on without it.
 *
 * <p>Not thread-safe.
 */
final class DiskRetry {
    private static final Logger LOG = LoggerFactory.getLogger(DiskRetry.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String what;
    private final Backoff backoff;
    private Optional<String> failure = Optional.empty();

    /**
     * Creates a retry that tries at once.
     *
     * @param what the work, for the log
     */
    DiskRetry(String what, Clock clock) {
        this.what = requireNonNull(what, "what is null");
        this.backoff = new Backoff(clock, RandomGenerator.getDefault(), LONGEST);
    }

    /** Does the work unless it pauses; returns what the work returns, 0 where it was not done. */
    int attempt(IntSupplier work) {
        if (!backoff.isOver()) {
            return 0;
        }
        try {
            int done = work.getAsInt();
            backoff.succeeded();
            failure = Optional.empty();
            return done;
        } catch (StampedeException e) {
            if (e.code() != ErrorCode.STORAGE_FAILED) {
                throw e;
            }
            failure = Optional.of(e.code() + ": " + e.getMessage());
            LOG.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("error", e.getMessage())
                    .addKeyValue("waiting", backoff.failed())
                    .log("The disk failed; this is tried again");
            return 0;
        }
    }

    /** Why the last attempt failed, where it did. */
    Optional<String> failure() {
        return failure;
    }
}
