package io.stampede.bench.process;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.console.ProgressLine;
import io.stampede.core.StampedeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what other processes do, as long as they live. */
public final class Wait {
    private static final long POLL_MILLIS = 250;

    private final ProgressLine progress;

    /** Shows what is waited for on a line. */
    public Wait(ProgressLine progress) {
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * Asks until there is an answer.
     *
     * @param work shown while nothing else is
     * @param child must stay alive
     * @throws StampedeException where the child has ended, or this thread is interrupted
     */
    public <T> T until(String work, ChildProcess child, Supplier<Optional<T>> question) {
        long start = System.nanoTime();
        while (true) {
            child.requireAlive();
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            Pause.millis(POLL_MILLIS);
            progress.beat(work, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        }
    }
}
