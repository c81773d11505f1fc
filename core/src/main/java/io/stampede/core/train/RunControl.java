package io.stampede.core.train;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The strings by which a caller holds a long run: it hears of progress and may stop it.
 *
 * @param listener called on the training thread after each reported step; must return quickly
 * @param cancelled asked on the training thread before each step
 */
public record RunControl(Consumer<Progress> listener, BooleanSupplier cancelled) {
    /** Nobody listens and nobody cancels. */
    public static final RunControl NONE = new RunControl(progress -> {}, () -> false);

    /** Checks the components. */
    public RunControl {
        requireNonNull(listener, "listener is null");
        requireNonNull(cancelled, "cancelled is null");
    }

    /**
     * Ends the run if the caller wants it to end.
     *
     * @throws StampedeException with {@link ErrorCode#CANCELLED}
     */
    public void checkCancelled() {
        checkCancelled(() -> {});
    }

    /** Ends the run if the caller wants it to end, after saving what is done. */
    public void checkCancelled(Runnable save) {
        if (cancelled.getAsBoolean()) {
            save.run();
            throw new StampedeException(
                    ErrorCode.CANCELLED, "the run was cancelled; its checkpoint is kept");
        }
    }
}
