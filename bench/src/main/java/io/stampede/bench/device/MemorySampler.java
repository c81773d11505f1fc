package io.stampede.bench.device;

import io.stampede.bench.process.ChildProcess;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.concurrent.TimeUnit;

/**
 * What an agent took while nothing was asked of it.
 *
 * @param peakBytes most
 * @param lastBytes at the end
 */
record MemorySampler(long peakBytes, long lastBytes) {
    private static final long INTERVAL_MILLIS = 200;

    /** Watches for some seconds. */
    static MemorySampler watch(ChildProcess agent, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long peak = 0;
        long last = 0;
        while (System.nanoTime() < end) {
            agent.requireAlive();
            last = ResidentMemory.bytes(agent.processes());
            peak = Math.max(peak, last);
            pause();
        }
        return new MemorySampler(peak, last);
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StampedeException(ErrorCode.CANCELLED, "interrupted while watching", e);
        }
    }
}
