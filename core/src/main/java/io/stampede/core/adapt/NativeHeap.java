package io.stampede.core.adapt;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/** Gives memory outside the Java heap back to the system between the stages of an adaptation. */
final class NativeHeap {
    private NativeHeap() {}

    /**
     * Frees what nobody holds any more.
     *
     * <p>Buffers of closed tensors go with a garbage collection. The C library keeps freed memory
     * for later; what a stage leaves behind would add to what the next one was admitted with, up to
     * a third of it, measured. Where it is not glibc, nothing is to be done.
     */
    static void trim() {
        System.gc();
        if (Platform.isLinux()) {
            try {
                Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0});
            } catch (UnsatisfiedLinkError | RuntimeException e) {
                // Another C library: it has no such function and its own way of giving back.
            }
        }
    }
}
