package io.stampede.core.tflite;

/**
 * How the integers of a tensor stand for real numbers: {@code real = scale * (integer - zero)}.
 *
 * <p>One scale for the whole tensor, or one for each row of its first dimension.
 */
final class Quantization {
    private final float[] scales;
    private final long[] zeroPoints;

    private Quantization(float[] scales, long[] zeroPoints) {
        this.scales = scales;
        this.zeroPoints = zeroPoints;
    }

    /** An activation's. */
    static Quantization of(Range range) {
        return new Quantization(new float[] {range.scale()}, new long[] {range.zeroPoint()});
    }

    /** Symmetric, with one scale or one for each row. */
    static Quantization symmetric(float[] scales) {
        return new Quantization(scales.clone(), new long[scales.length]);
    }

    float[] scales() {
        return scales.clone();
    }

    long[] zeroPoints() {
        return zeroPoints.clone();
    }
}
