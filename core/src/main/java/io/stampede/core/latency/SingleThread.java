package io.stampede.core.latency;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs tensor work on a thread for which the engine uses one core.
 *
 * <p>The engine's number of threads belongs to the thread that set it, and is what later threads
 * begin with; so a thread of its own sets it and puts it back. The setting is no part of DJL's
 * interface, hence the reflection; where it is not to be had the environment decides.
 */
final class SingleThread {
    private static final String LIBRARY = "ai.djl.pytorch.jni.JniUtils";

    private SingleThread() {}

    static <T> T run(Supplier<T> work) {
        // A future hands on errors as well as exceptions: neither may end as a missing result.
        FutureTask<T> task = new FutureTask<>(() -> onOneThread(work));
        new Thread(task, "latency").start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StampedeException(
                    ErrorCode.CANCELLED, "interrupted while measuring latency", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StampedeException known) {
                throw known;
            }
            throw new StampedeException(
                    ErrorCode.ENGINE_FAILED,
                    "expected to measure latency, found: " + e.getCause(),
                    e.getCause());
        }
    }

    private static <T> T onOneThread(Supplier<T> work) {
        int before = threads();
        setThreads(1);
        try {
            return work.get();
        } finally {
            setThreads(before);
        }
    }

    private static int threads() {
        try {
            return (int) method("getNumThreads").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private static void setThreads(int count) {
        try {
            method("setNumThreads", int.class).invoke(null, count);
        } catch (ReflectiveOperationException e) {
            // Then OMP_NUM_THREADS decides, as it does for serving.
        }
    }

    private static Method method(String name, Class<?>... types)
            throws ReflectiveOperationException {
        return Class.forName(LIBRARY).getMethod(name, types);
    }
}
