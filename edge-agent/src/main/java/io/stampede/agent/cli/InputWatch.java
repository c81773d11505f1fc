package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Notices that the parent process has gone: its end of our standard input closes.
 *
 * <p>Asks the run to cancel, and ends the process where it has not done so after a while.
 */
final class InputWatch implements BooleanSupplier {
    private static final long GRACE_MILLIS = 5_000;

    private final InputStream input;
    private volatile boolean ended;

    InputWatch(InputStream input) {
        this.input = requireNonNull(input, "input is null");
    }

    /** Begins to watch, on a daemon thread. */
    void start() {
        Thread thread = new Thread(this::watch, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean getAsBoolean() {
        return ended;
    }

    private void watch() {
        try {
            while (input.read() >= 0) {
                // Nothing is said on this stream; only its end matters.
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        ended = true;
        try {
            Thread.sleep(GRACE_MILLIS);
            Runtime.getRuntime().halt(ErrorCode.CANCELLED.exitCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
