package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves jobs for the thread that works them off. It has nobody to hand a failed write to, so it
 * tries again until storage takes the change or the server stops.
 *
 * <p>One thread moves, any thread stops.
 */
final class LastingMoves {
    private static final Logger LOG = LoggerFactory.getLogger(LastingMoves.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final JobBoard board;
    private final Duration firstPause;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Creates them over a board.
     *
     * @param firstPause before the second try; each further one is twice as long, up to a minute
     */
    LastingMoves(JobBoard board, Duration firstPause) {
        this.board = requireNonNull(board, "board is null");
        this.firstPause = requireNonNull(firstPause, "firstPause is null");
    }

    /**
     * Moves a job as {@link JobBoard#move} does.
     *
     * @return whether the job moved; false as well where the server stopped before storage was back
     */
    boolean move(String id, Function<JobState, Optional<JobState>> transition) {
        Duration pause = firstPause;
        while (true) {
            try {
                return board.move(id, transition);
            } catch (StampedeException e) {
                if (e.code() != ErrorCode.STORAGE_FAILED) {
                    throw e;
                }
                LOG.atError()
                        .addKeyValue("jobId", id)
                        .log("state not written, trying again: {}", e.getMessage());
            }
            if (isStoppedWithin(pause)) {
                return false;
            }
            Duration next = pause.multipliedBy(2);
            pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        }
    }

    /** Ends the waiting: a change that is not written by now is not written any more. */
    void stop() {
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
