package io.stampede.bench.speed;

import java.util.Arrays;
import java.util.List;

/**
 * How fast one kind of step went.
 *
 * @param pictures seen by one step
 * @param millis of each step that counts
 */
record Pace(int pictures, List<Double> millis) {
    private static final double MILLIS_PER_SECOND = 1e3;

    /** Checks and copies. */
    Pace {
        millis = List.copyOf(millis);
        if (pictures < 1 || millis.isEmpty()) {
            throw new IllegalArgumentException("expected pictures and steps, found none");
        }
    }

    /** The median: other work on the same cores hurts it little. */
    double millisPerStep() {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }

    double picturesPerSecond() {
        return pictures / millisPerStep() * MILLIS_PER_SECOND;
    }
}
