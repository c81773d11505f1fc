package io.stampede.core.adapt;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up wall-clock time by stage. */
final class Stopwatch {
    /** What is timed. */
    enum Stage {
        ENCODE,
        SCORE,
        GATHER,
        PRUNE,
        FINETUNE
    }

    private final long start = System.nanoTime();
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

    /** Runs work and books its time. */
    <T> T time(Stage stage, Supplier<T> work) {
        long before = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanos.merge(stage, System.nanoTime() - before, Long::sum);
        }
    }

    /** Everything booked so far, and the time since this watch was made. */
    PhaseSeconds seconds() {
        return new PhaseSeconds(
                of(Stage.ENCODE),
                of(Stage.SCORE),
                of(Stage.GATHER),
                of(Stage.PRUNE),
                of(Stage.FINETUNE),
                (System.nanoTime() - start) / 1e9);
    }

    private double of(Stage stage) {
        return nanos.getOrDefault(stage, 0L) / 1e9;
    }
}
