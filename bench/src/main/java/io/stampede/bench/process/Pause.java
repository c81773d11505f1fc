package io.stampede.bench.process;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/** Rests between two looks at another process, which cannot wake this one. */
public final class Pause {
    private Pause() {}

    /**
     * Rests.
     *
     * @throws StampedeException with {@link ErrorCode#CANCELLED} where this thread is interrupted
     */
    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StampedeException(ErrorCode.CANCELLED, "interrupted while waiting", e);
        }
    }
}
