package io.stampede.bench.speed;

import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Reads the clock whenever a run tells of a step. */
final class StepClock {
    private static final double NANOS_PER_MILLI = 1e6;

    private final LongSupplier nanoTime;
    private final Map<Phase, List<Long>> ends = new EnumMap<>(Phase.class);

    StepClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What a run is to be held by. */
    RunControl control() {
        return new RunControl(this::tell, () -> false);
    }

    private void tell(Progress progress) {
        ends.computeIfAbsent(progress.phase(), phase -> new ArrayList<>())
                .add(nanoTime.getAsLong());
    }

    /** Time from one report of a phase to the next, the first few left out. */
    List<Double> millis(Phase phase, int leftOut) {
        List<Long> times = ends.getOrDefault(phase, List.of());
        List<Double> millis = new ArrayList<>();
        for (int i = leftOut + 1; i < times.size(); i++) {
            millis.add((times.get(i) - times.get(i - 1)) / NANOS_PER_MILLI);
        }
        return millis;
    }
}
