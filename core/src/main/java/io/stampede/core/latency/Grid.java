package io.stampede.core.latency;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Arrays;

/**
 * Milliseconds of one kind of layer over its numbers of input and output channels.
 *
 * <p>Between grid points bilinear, since a convolution's time is nearly proportional to the product
 * of its channels; beyond them constant. Never falls with more channels: a measurement that says so
 * is noise. Immutable by convention: arrays are copied on the way in and never given out.
 */
final class Grid {
    private final int[] in;
    private final int[] out;
    private final double[][] millis;

    /**
     * Checks and copies.
     *
     * @param in ascending numbers of input channels
     * @param out ascending numbers of output channels
     * @param millis {@code [in][out]}
     */
    Grid(int[] in, int[] out, double[][] millis) {
        this.in = ascending(in);
        this.out = ascending(out);
        this.millis = new double[in.length][];
        if (millis.length != in.length) {
            throw invalid(in.length + " rows", millis.length);
        }
        for (int i = 0; i < in.length; i++) {
            if (millis[i].length != out.length) {
                throw invalid(out.length + " columns", millis[i].length);
            }
            this.millis[i] = millis[i].clone();
            for (int j = 0; j < out.length; j++) {
                double value = millis[i][j];
                if (!(value >= 0 && value <= Double.MAX_VALUE)) {
                    throw invalid("milliseconds from 0", value);
                }
                double left = j > 0 ? this.millis[i][j - 1] : 0;
                double above = i > 0 ? this.millis[i - 1][j] : 0;
                this.millis[i][j] = Math.max(value, Math.max(left, above));
            }
        }
    }

    double millis(int inputs, int outputs) {
        int i = segment(in, inputs);
        int j = segment(out, outputs);
        double x = position(in, i, inputs);
        double y = position(out, j, outputs);
        int right = Math.min(i + 1, in.length - 1);
        int below = Math.min(j + 1, out.length - 1);
        double first = millis[i][j] * (1 - y) + millis[i][below] * y;
        double second = millis[right][j] * (1 - y) + millis[right][below] * y;
        return first * (1 - x) + second * x;
    }

    /** Whether so many channels lie within what was measured. */
    boolean covers(int inputs, int outputs) {
        return inputs <= in[in.length - 1] && outputs <= out[out.length - 1];
    }

    /** The same grid on a machine that takes so many times as long. */
    Grid times(double factor) {
        double[][] slower = new double[in.length][];
        for (int i = 0; i < in.length; i++) {
            slower[i] = Arrays.stream(millis[i]).map(value -> value * factor).toArray();
        }
        return new Grid(in, out, slower);
    }

    int[] in() {
        return in.clone();
    }

    int[] out() {
        return out.clone();
    }

    double at(int i, int j) {
        return millis[i][j];
    }

    private static int segment(int[] points, int value) {
        int index = Arrays.binarySearch(points, value);
        int below = index >= 0 ? index : -index - 2;
        return Math.max(0, Math.min(points.length - 1, below));
    }

    private static double position(int[] points, int segment, int value) {
        if (segment + 1 >= points.length) {
            return 0;
        }
        double share = (double) (value - points[segment]) / (points[segment + 1] - points[segment]);
        return Math.max(0, Math.min(1, share));
    }

    private static int[] ascending(int[] points) {
        for (int i = 0; i < points.length; i++) {
            if (points[i] <= (i == 0 ? 0 : points[i - 1])) {
                throw invalid("ascending channel counts from 1", Arrays.toString(points));
            }
        }
        if (points.length == 0) {
            throw invalid("at least one channel count", "none");
        }
        return points.clone();
    }

    private static StampedeException invalid(String expected, Object found) {
        return new StampedeException(
                ErrorCode.INVALID_ARGUMENT,
                "latency table: expected " + expected + ", found " + found);
    }
}
