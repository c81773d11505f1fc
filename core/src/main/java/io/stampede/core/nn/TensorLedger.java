package io.stampede.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the bytes of all tensors that are alive in its scopes, and remembers the most
 * (algorithms.md 9.1).
 *
 * <p>A view counts as if it were a copy, so the figure is an upper bound for what scopes hold. What
 * the engine takes and gives back inside one operation is not seen. Not thread-safe.
 */
public final class TensorLedger {
    private final List<NDManager> open = new ArrayList<>();
    private long peakBytes;

    /** A manager whose tensors are counted until it is closed. */
    public final class Scope implements AutoCloseable {
        private final NDManager manager;

        private Scope(NDManager parent) {
            manager = parent.newSubManager();
            open.add(manager);
        }

        /** Owns the tensors of this scope. */
        public NDManager manager() {
            return manager;
        }

        /** Counts what is alive, then frees the tensors of this scope. */
        @Override
        public void close() {
            observe();
            open.remove(manager);
            manager.close();
        }
    }

    /** Opens a scope under a manager; the caller closes it. */
    public Scope scope(NDManager parent) {
        return new Scope(parent);
    }

    /** Counts what is alive now; to be called before tensors of an open scope are closed. */
    public void observe() {
        inHeap(0);
    }

    /** Counts what is alive now, and values that wait in the heap on their way to or from it. */
    public void inHeap(long bytes) {
        observe(bytes + open.stream().mapToLong(TensorLedger::bytes).sum());
    }

    /** Takes note of bytes that were counted elsewhere. */
    public void observe(long bytes) {
        peakBytes = Math.max(peakBytes, bytes);
    }

    /** Most bytes that were alive at once. */
    public long peakBytes() {
        return peakBytes;
    }

    private static long bytes(NDManager manager) {
        long bytes = 0;
        for (NDArray array : manager.getManagedArrays()) {
            bytes += array.size() * array.getDataType().getNumOfBytes();
        }
        return bytes;
    }
}
