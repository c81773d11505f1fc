package io.stampede.core.network;

import java.util.Arrays;

/**
 * Cuts the pictures of one optimiser step into mini-batches of nearly equal size, whose gradients
 * are accumulated.
 */
public final class MiniBatches {
    /** Fewest pictures in a mini-batch: batch norm has nothing to normalise in one alone. */
    public static final int SMALLEST = 2;

    private MiniBatches() {}

    /** Most parts that a batch can be cut into without a part below {@link #SMALLEST}. */
    public static int mostParts(int batch) {
        return Math.max(1, batch / SMALLEST);
    }

    /** Pictures in the largest of so many parts. */
    public static int largest(int batch, int parts) {
        return (batch + parts - 1) / parts;
    }

    /** One of so many parts, in the order of the batch; sizes differ by at most 1. */
    public static int[] part(int[] batch, int part, int parts) {
        int from = (int) ((long) batch.length * part / parts);
        int to = (int) ((long) batch.length * (part + 1) / parts);
        return Arrays.copyOfRange(batch, from, to);
    }
}
