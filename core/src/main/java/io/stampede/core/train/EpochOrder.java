package io.stampede.core.train;

import java.util.Arrays;

/** Which pictures each step sees: all of them once per epoch, in an order drawn per epoch. */
public final class EpochOrder {
    private final int count;
    private final int batchSize;
    private final long seed;
    private int[] order = {};
    private long drawnFor = -1;

    /**
     * An order for one run.
     *
     * @param count pictures in all
     * @param batchSize pictures per step; fewer where there are fewer in all
     */
    public EpochOrder(int count, int batchSize, long seed) {
        this.count = count;
        this.batchSize = Math.min(batchSize, count);
        this.seed = seed;
    }

    /** Whole batches per epoch; what is left over waits for the next order. */
    public long stepsPerEpoch() {
        return count / batchSize;
    }

    /** Pictures per step. */
    int batchSize() {
        return batchSize;
    }

    /** The pictures of one step. */
    public int[] batch(long step) {
        long epoch = step / stepsPerEpoch();
        if (epoch != drawnFor) {
            order = Seeds.shuffled(count, Seeds.at(seed, "epoch", epoch));
            drawnFor = epoch;
        }
        int from = Math.toIntExact(step % stepsPerEpoch()) * batchSize;
        return Arrays.copyOfRange(order, from, from + batchSize);
    }
}
