package io.stampede.core.tflite;

/**
 * Between which numbers the values of an activation lie; always around 0, which must stay exact.
 *
 * @param least at most 0
 * @param most at least 0
 */
record Range(float least, float most) {
    /** Nothing seen yet. */
    static final Range EMPTY = new Range(0, 0);

    /** This range grown to hold some values. */
    Range with(float[] values) {
        float low = least;
        float high = most;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new Range(low, high);
    }

    /** This range stretched away from 0, for values that were not seen. */
    Range stretched(float factor) {
        return new Range(least * factor, most * factor);
    }

    /** The step between two of its 256 numbers. */
    float scale() {
        return Math.max((most - least) / 255, Float.MIN_NORMAL * (1 << 20));
    }

    /** The int8 that stands for 0. */
    int zeroPoint() {
        return Math.max(-128, Math.min(127, Math.round(-128 - least / scale())));
    }
}
