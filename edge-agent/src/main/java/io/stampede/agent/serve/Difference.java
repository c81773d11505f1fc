package io.stampede.agent.serve;

/** How far the logits of two engines for the same pictures are apart. */
public final class Difference {
    private Difference() {}

    /** The largest difference of any two logits; NaN counts as infinite. */
    public static double largest(float[][] expected, float[][] found) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int c = 0; c < expected[i].length; c++) {
                double difference = Math.abs((double) expected[i][c] - found[i][c]);
                largest =
                        Math.max(largest, Double.isNaN(difference) ? Double.MAX_VALUE : difference);
            }
        }
        return largest;
    }

    /** Number of pictures whose largest logit is that of the same class. */
    public static int sameTop(float[][] expected, float[][] found) {
        int same = 0;
        for (int i = 0; i < expected.length; i++) {
            same += top(expected[i]) == top(found[i]) ? 1 : 0;
        }
        return same;
    }

    /** The class with the largest logit, the first of several. */
    public static int top(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }
}
