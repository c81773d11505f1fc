package io.stampede.bench.demo;

import java.util.ArrayList;
import java.util.List;

/** Takes the time of a demo's stages, one after the other. */
final class Stopwatch {
    private static final double NANOS = 1e9;

    private final long start = System.nanoTime();
    private final List<Double> laps = new ArrayList<>();
    private long last = start;

    /** Ends a stage. */
    void lap() {
        long now = System.nanoTime();
        laps.add((now - last) / NANOS);
        last = now;
    }

    /** All four stages, once they have ended. */
    DemoOutcome.StageSeconds stages() {
        return new DemoOutcome.StageSeconds(
                laps.get(0), laps.get(1), laps.get(2), laps.get(3), (last - start) / NANOS);
    }
}
