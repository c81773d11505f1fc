package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps bytes to what networks and set encoder see: {@code (value / 255 - mean) / std} per plane.
 *
 * <p>Taken from the reference dataset and carried by the model, so that every domain is seen
 * through the same lens (algorithms.md 2.3).
 *
 * @param mean of the three planes, in [0, 1]
 * @param std of the three planes, positive
 */
public record Normalization(List<Float> mean, List<Float> std) {
    private static final int PLANES = 3;
    private static final int PLANE_VALUES = ImageDataset.IMAGE_BYTES / PLANES;
    private static final float SMALLEST_STD = 1e-3f;

    /** Checks and copies. */
    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != PLANES || std.size() != PLANES) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected 3 means and 3 standard deviations, found " + mean + " and " + std);
        }
        for (int plane = 0; plane < PLANES; plane++) {
            if (!Float.isFinite(mean.get(plane)) || !(std.get(plane) > 0)) {
                throw new StampedeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "expected finite means and positive standard deviations, found "
                                + mean
                                + " and "
                                + std);
            }
        }
    }

    /** Measures a dataset. */
    public static Normalization of(ImageDataset data) {
        double[] sum = new double[PLANES];
        double[] squares = new double[PLANES];
        for (int image = 0; image < data.size(); image++) {
            for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
                double value = data.value(image, offset) / 255.0;
                sum[offset / PLANE_VALUES] += value;
                squares[offset / PLANE_VALUES] += value * value;
            }
        }
        long count = Math.max(1, (long) data.size() * PLANE_VALUES);
        List<Float> mean = new ArrayList<>();
        List<Float> std = new ArrayList<>();
        for (int plane = 0; plane < PLANES; plane++) {
            double average = sum[plane] / count;
            double variance = Math.max(0, squares[plane] / count - average * average);
            mean.add((float) average);
            std.add(Math.max(SMALLEST_STD, (float) Math.sqrt(variance)));
        }
        return new Normalization(mean, std);
    }

    /** What each byte of each plane becomes, {@code [3][256]}. */
    public float[][] table() {
        float[][] table = new float[PLANES][256];
        for (int plane = 0; plane < PLANES; plane++) {
            for (int value = 0; value < 256; value++) {
                table[plane][value] = (value / 255f - mean.get(plane)) / std.get(plane);
            }
        }
        return table;
    }
}
