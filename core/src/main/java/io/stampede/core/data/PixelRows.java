package io.stampede.core.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The rows of a decoded picture as plain red, green and blue.
 *
 * <p>Takes stored values as they are: {@link BufferedImage#getRGB} would brighten grey pictures, as
 * it takes them for linear light.
 */
final class PixelRows {
    private static final int WHITE = 255;

    private final Raster raster;
    private final ColorModel colours;
    private final int bands;
    private final int[] max;

    PixelRows(BufferedImage image) {
        raster = image.getRaster();
        colours = image.getColorModel();
        bands = raster.getNumBands();
        max = new int[bands];
        for (int band = 0; band < bands; band++) {
            max[band] = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        }
    }

    /** Writes the square in the middle as a picture, {@code [3, 32, 32]}. */
    void resample(byte[] target, int offset) {
        int side = Math.min(raster.getWidth(), raster.getHeight());
        int left = (raster.getWidth() - side) / 2;
        int top = (raster.getHeight() - side) / 2;
        SquareResampler resampler = new SquareResampler(side);
        int[] samples = new int[bands * side];
        int[] rgb = new int[3 * side];
        for (int y = 0; y < side; y++) {
            raster.getPixels(raster.getMinX() + left, raster.getMinY() + top + y, side, 1, samples);
            for (int x = 0; x < side; x++) {
                convert(samples, x, rgb);
            }
            resampler.addRow(y, rgb);
        }
        resampler.finish(target, offset);
    }

    private void convert(int[] samples, int x, int[] rgb) {
        int alpha = WHITE;
        if (colours instanceof IndexColorModel) {
            int pixel = colours.getRGB(samples[x * bands]);
            rgb[3 * x] = pixel >> 16 & 0xFF;
            rgb[3 * x + 1] = pixel >> 8 & 0xFF;
            rgb[3 * x + 2] = pixel & 0xFF;
            alpha = pixel >>> 24;
        } else {
            boolean grey = bands <= 2;
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * x + channel] = value(samples, x, grey ? 0 : channel);
            }
            if (bands == 2 || bands == 4) {
                alpha = value(samples, x, bands - 1);
            }
        }
        for (int i = 3 * x; i < 3 * x + 3 && alpha < WHITE; i++) {
            rgb[i] = (rgb[i] * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE;
        }
    }

    private int value(int[] samples, int x, int band) {
        return samples[x * bands + band] * WHITE / max[band];
    }
}
