package io.stampede.core.train;

/** How learning rates change over a run, as factors of the peak. */
public final class Schedules {
    private static final double WARM_UP = 0.3;
    private static final double START = 1.0 / 25;
    private static final double END = 1e-4;

    private Schedules() {}

    /** One cycle: up from 1/25 over the first 30 %, down to nearly nothing, both along a cosine. */
    public static double oneCycle(long step, long steps) {
        double position = steps <= 1 ? 1 : (double) step / (steps - 1);
        if (position < WARM_UP) {
            return cosine(START, 1, position / WARM_UP);
        }
        return cosine(1, END, (position - WARM_UP) / (1 - WARM_UP));
    }

    /** Down to nearly nothing along half a cosine. */
    public static double cosine(long step, long steps) {
        return cosine(1, 0, (double) step / steps);
    }

    private static double cosine(double from, double to, double position) {
        return to + (from - to) * (1 + Math.cos(Math.PI * position)) / 2;
    }
}
