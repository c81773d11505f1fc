package io.stampede.core.data;

import java.util.Arrays;

/**
 * A 32x32 colour picture to draw smooth-edged strokes on.
 *
 * <p>Uses nothing but the four operations and square roots in {@code float}, which Java defines to
 * the last bit: the pictures are the same everywhere. Not safe between threads.
 */
final class StrokeCanvas {
    static final int SIDE = SquareResampler.SIDE;
    private static final int PLANE = SIDE * SIDE;

    private final float[] pixels = new float[3 * PLANE]; // 0 to 255
    private final float[] coverage = new float[PLANE]; // 0 to 1, of the ink not yet blended

    /** Colour values to fill with before anything is drawn, {@code [3, 32, 32]}. */
    float[] pixels() {
        return pixels;
    }

    /**
     * Covers a line with round ends; {@link #blend} makes it visible.
     *
     * @param points x and y of start and end, in pixels
     * @param radius half the thickness in pixels
     */
    void line(float[] points, int start, float radius) {
        float x0 = points[start];
        float y0 = points[start + 1];
        float dx = points[start + 2] - x0;
        float dy = points[start + 3] - y0;
        float reach = radius + 0.5f;
        int left = clamp(Math.min(x0, x0 + dx) - reach);
        int right = clamp(Math.max(x0, x0 + dx) + reach + 1);
        int top = clamp(Math.min(y0, y0 + dy) - reach);
        int bottom = clamp(Math.max(y0, y0 + dy) + reach + 1);
        float inverse = 1 / Math.max(dx * dx + dy * dy, 1e-6f);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                float px = x + 0.5f - x0;
                float py = y + 0.5f - y0;
                float t = Math.max(0, Math.min(1, (px * dx + py * dy) * inverse));
                px -= t * dx;
                py -= t * dy;
                float squared = px * px + py * py;
                if (squared < reach * reach) {
                    float ink = Math.min(1, reach - (float) Math.sqrt(squared));
                    coverage[y * SIDE + x] = Math.max(coverage[y * SIDE + x], ink);
                }
            }
        }
    }

    /** Paints everything covered in one colour and covers nothing any more. */
    void blend(float[] colour, float opacity) {
        for (int i = 0; i < PLANE; i++) {
            float alpha = coverage[i] * opacity;
            if (alpha > 0) {
                for (int channel = 0; channel < 3; channel++) {
                    float below = pixels[channel * PLANE + i];
                    pixels[channel * PLANE + i] = below + alpha * (colour[channel] - below);
                }
            }
        }
        Arrays.fill(coverage, 0);
    }

    /** Writes the picture with noise of about that standard deviation in every value. */
    void write(SplitMix random, float noise, byte[] target, int offset) {
        long bits = 0;
        for (int i = 0; i < pixels.length; i++) {
            bits = i % 2 == 0 ? random.nextLong() : bits >>> 32;
            // Four bytes summed are nearly normal, with a standard deviation of 147.8.
            long sum = (bits & 0xFF) + (bits >>> 8 & 0xFF) + (bits >>> 16 & 0xFF);
            sum += bits >>> 24 & 0xFF;
            float value = pixels[i] + (sum - 510) * (noise / 147.8f) + 0.5f;
            target[offset + i] = (byte) Math.max(0, Math.min(255, (int) value));
        }
    }

    private static int clamp(float coordinate) {
        return Math.max(0, Math.min(SIDE, (int) coordinate));
    }
}
