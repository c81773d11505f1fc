package io.stampede.core.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What the set path carries from one layer to the next: the planes of the kept channels alone.
 *
 * <p>Kept in the heap, so that native memory holds one chunk of filters at a time.
 */
final class Planes {
    private final float[] values; // [kept, size, size]
    private final int[] kept;
    private final int size;

    Planes(float[] values, int[] kept, int size) {
        this.values = values;
        this.kept = kept;
        this.size = size;
    }

    /** Indices of the channels that are there, ascending. */
    int[] kept() {
        return kept;
    }

    /** Bytes held. */
    long bytes() {
        return 4L * values.length;
    }

    /** A tensor {@code [1, kept, size, size]} that belongs to the manager. */
    NDArray tensor(NDManager manager) {
        return manager.create(values, new Shape(1, kept.length, size, size));
    }

    /** These planes after max pooling. */
    Planes pooled(NDManager manager, int kernel) {
        Shape window = new Shape(kernel, kernel);
        try (NDManager scope = manager.newSubManager()) {
            float[] pooled =
                    tensor(scope)
                            .getNDArrayInternal()
                            .maxPool(window, window, new Shape(0, 0), false)
                            .toFloatArray();
            return new Planes(pooled, kept, size / kernel);
        }
    }
}
