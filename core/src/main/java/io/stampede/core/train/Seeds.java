package io.stampede.core.train;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random generators that depend on where in a run they are used, not on what was drawn before.
 *
 * <p>So a run that goes on from any step draws what it would have drawn without the interruption.
 */
public final class Seeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A generator for one purpose at one position. */
    public static RandomGenerator at(long seed, String purpose, long... position) {
        long mixed = mix(seed ^ mix(purpose.hashCode()));
        for (long part : position) {
            mixed = mix(mixed + GOLDEN * (part + 1));
        }
        return new SplittableRandom(mixed);
    }

    /** The numbers 0 to count - 1 in random order. */
    public static int[] shuffled(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
