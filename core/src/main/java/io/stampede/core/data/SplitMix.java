package io.stampede.core.data;

/**
 * SplitMix64, so that pictures and samples are the same on every Java: the library's generators
 * promise that for single numbers, not for what is derived from them.
 *
 * <p>Not safe between threads.
 */
final class SplitMix {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    /** A generator of its own for each list of numbers. */
    static SplitMix of(long... parts) {
        long seed = 0;
        for (long part : parts) {
            seed = mix(seed + GOLDEN_GAMMA + part);
        }
        return new SplitMix(seed);
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** 0 inclusive to the bound exclusive; the bias below 2^-32 does not matter here. */
    int below(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Uniform between the two. */
    float between(double low, double high) {
        return (float) (low + (high - low) * ((nextLong() >>> 11) * 0x1p-53));
    }

    boolean chance(double probability) {
        return between(0, 1) < probability;
    }

    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
