package io.stampede.core.adapt;

import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the stages of an adaptation one after the other: books their wall-clock time and tells when
 * each begins, is half done and ends.
 */
final class Stages {
    private static final int STEPS = 2;

    private final RunControl control;
    private final long start = System.nanoTime();
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

    Stages(RunControl control) {
        this.control = control;
    }

    /** Runs one stage, telling of its begin and end; the run may be cancelled before it. */
    <T> T run(Phase phase, Supplier<T> work) {
        control.checkCancelled();
        tell(phase, 0);
        T result = time(phase, work);
        tell(phase, STEPS);
        return result;
    }

    /** Books the time of work that tells its own progress. */
    <T> T time(Phase phase, Supplier<T> work) {
        long before = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanos.merge(phase, System.nanoTime() - before, Long::sum);
        }
    }

    /** Tells that the stage under way is half done. */
    void half(Phase phase) {
        tell(phase, STEPS / 2);
    }

    private void tell(Phase phase, int step) {
        control.listener()
                .accept(new Progress(phase, step, STEPS, Double.NaN, Double.NaN, Double.NaN));
    }

    /** Everything booked so far, and the time since this object was made. */
    PhaseSeconds seconds() {
        return new PhaseSeconds(
                of(Phase.ENCODE),
                of(Phase.SCORE),
                of(Phase.GATHER),
                of(Phase.PRUNE),
                of(Phase.FINE_TUNE),
                (System.nanoTime() - start) / 1e9);
    }

    private double of(Phase phase) {
        return nanos.getOrDefault(phase, 0L) / 1e9;
    }
}
