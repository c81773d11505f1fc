package io.stampede.core.data;

/**
 * Brings a square picture to 32x32 by a triangle filter as wide as the shrinking needs, so that
 * every source pixel counts; enlarging is bilinear, and 32x32 stays as it is.
 *
 * <p>Takes rows one by one, from the top, so that no second copy of a large picture is needed.
 */
final class SquareResampler {
    /** Side of the pictures that come out. */
    static final int SIDE = 32;

    private static final int CHANNELS = 3;

    private final int side;
    private final int[] first = new int[SIDE];
    private final float[][] weights = new float[SIDE][];
    private final float[] sums = new float[ImageDataset.IMAGE_BYTES];
    private final float[] shrunkRow = new float[CHANNELS * SIDE];

    SquareResampler(int side) {
        this.side = side;
        double scale = (double) side / SIDE;
        double support = Math.max(scale, 1);
        for (int i = 0; i < SIDE; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) Math.floor(centre - support));
            int end = Math.min(side, (int) Math.ceil(centre + support));
            weights[i] = triangle(first[i], end, centre, support);
        }
    }

    private static float[] triangle(int first, int end, double centre, double support) {
        float[] weights = new float[end - first];
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double distance = Math.abs(first + i + 0.5 - centre) / support;
            weights[i] = (float) Math.max(0, 1 - distance);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /**
     * Takes the next row.
     *
     * @param y its number, from 0
     * @param rgb {@code [side, 3]} values of 0 to 255
     */
    void addRow(int y, int[] rgb) {
        shrinkRow(rgb);
        for (int row = 0; row < SIDE; row++) {
            int tap = y - first[row];
            if (tap < 0 || tap >= weights[row].length) {
                continue;
            }
            float weight = weights[row][tap];
            for (int channel = 0; channel < CHANNELS; channel++) {
                int target = (channel * SIDE + row) * SIDE;
                for (int column = 0; column < SIDE; column++) {
                    sums[target + column] += weight * shrunkRow[channel * SIDE + column];
                }
            }
        }
    }

    private void shrinkRow(int[] rgb) {
        for (int column = 0; column < SIDE; column++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            int source = first[column] * CHANNELS;
            for (float weight : weights[column]) {
                red += weight * rgb[source];
                green += weight * rgb[source + 1];
                blue += weight * rgb[source + 2];
                source += CHANNELS;
            }
            shrunkRow[column] = red;
            shrunkRow[SIDE + column] = green;
            shrunkRow[2 * SIDE + column] = blue;
        }
    }

    /** Writes the picture, {@code [3, 32, 32]}, once all rows are there, and starts anew. */
    void finish(byte[] target, int offset) {
        for (int i = 0; i < sums.length; i++) {
            target[offset + i] = (byte) Math.min(255, Math.max(0, Math.round(sums[i])));
            sums[i] = 0;
        }
    }

    /** Side of the pictures that go in. */
    int side() {
        return side;
    }
}
