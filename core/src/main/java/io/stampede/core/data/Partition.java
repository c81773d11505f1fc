package io.stampede.core.data;

/**
 * Two disjoint lists of pictures that together are a whole dataset.
 *
 * <p>Immutable: arrays are copied in and out.
 */
public final class Partition {
    private final int[] training;
    private final int[] heldOut;

    /** Copies its arrays. */
    public Partition(int[] training, int[] heldOut) {
        this.training = training.clone();
        this.heldOut = heldOut.clone();
    }

    /** Indices of the pictures to learn from. */
    public int[] training() {
        return training.clone();
    }

    /** Indices of the pictures kept back to measure on. */
    public int[] heldOut() {
        return heldOut.clone();
    }
}
