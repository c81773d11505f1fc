package io.stampede.core.model;

/**
 * Converts between IEEE 754 binary32 and binary16, which Java 17 cannot do by itself.
 *
 * <p>Rounds to nearest, ties to even; keeps signed zeros, subnormals and infinities; a NaN stays a
 * NaN.
 */
public final class HalfFloat {
    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7C00;
    private static final int QUIET = 0x0200;
    private static final int MANTISSA = 0x03FF;

    /** Difference of the exponent biases, 127 - 15, in place in a binary32. */
    private static final int REBIAS = 112 << 23;

    private static final int FLOAT_INFINITY = 0x7F800000;

    /** 65520 as binary32: from here on the nearest binary16 is infinite. */
    private static final int OVERFLOW = 0x477FF000;

    /** 2^-14 as binary32: below it a binary16 is subnormal. */
    private static final int SMALLEST_NORMAL = 0x38800000;

    private HalfFloat() {}

    /** The binary16 nearest to a value, as its bits. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & SIGN;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > FLOAT_INFINITY) {
            return (short) (sign | INFINITY | QUIET | ((magnitude >>> 13) & MANTISSA));
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | INFINITY);
        }
        if (magnitude >= SMALLEST_NORMAL) {
            int rounded = magnitude + 0x0FFF + ((magnitude >>> 13) & 1);
            return (short) (sign | ((rounded - REBIAS) >>> 13));
        }
        // Subnormals are multiples of 2^-24; the product is exact and rint breaks ties to even.
        return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24f));
    }

    /** The value of a binary16 given as its bits; exact. */
    public static float toFloat(short half) {
        int sign = (half & SIGN) << 16;
        int exponent = half & INFINITY;
        int mantissa = half & MANTISSA;
        if (exponent == INFINITY) {
            return Float.intBitsToFloat(sign | FLOAT_INFINITY | (mantissa << 13));
        }
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (((exponent | mantissa) << 13) + REBIAS));
    }
}
