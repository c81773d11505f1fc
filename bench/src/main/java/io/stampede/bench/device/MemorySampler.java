package io.stampede.bench.device;

import io.stampede.bench.process.ChildProcess;
import io.stampede.bench.process.Pause;
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
            Pause.millis(INTERVAL_MILLIS);
        }
        return new MemorySampler(peak, last);
    }
}
