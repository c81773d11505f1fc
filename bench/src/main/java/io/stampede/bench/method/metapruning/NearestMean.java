package io.stampede.bench.method.metapruning;

/** Tells classes apart by the distance to the mean of each; not thread-safe. */
final class NearestMean {
    private final double[][] sums;
    private final int[] counts;

    NearestMean(int classes, int features) {
        this.sums = new double[classes][features];
        this.counts = new int[classes];
    }

    /** Lets an example count for its class. */
    void add(int label, float[] features) {
        counts[label]++;
        for (int i = 0; i < features.length; i++) {
            sums[label][i] += features[i];
        }
    }

    /** The class whose mean is nearest, of those with examples; the lower one of two as near. */
    int nearest(float[] features) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int label = 0; label < counts.length; label++) {
            double distance = counts[label] == 0 ? Double.NaN : distance(label, features);
            if (distance < least) {
                best = label;
                least = distance;
            }
        }
        return best;
    }

    private double distance(int label, float[] features) {
        double distance = 0;
        for (int i = 0; i < features.length; i++) {
            double difference = features[i] - sums[label][i] / counts[label];
            distance += difference * difference;
        }
        return distance;
    }
}
