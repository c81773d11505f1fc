package io.stampede.core.train;

/** An exponential mean for progress reports; not part of any result. */
final class RunningMean {
    private static final double KEEP = 0.98;

    private double sum;
    private double weight;

    void add(double value) {
        sum = KEEP * sum + (1 - KEEP) * value;
        weight = KEEP * weight + (1 - KEEP);
    }

    double value() {
        return weight == 0 ? Double.NaN : sum / weight;
    }
}
