package io.stampede.agent.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.stampede.core.StampedeException;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Feeds one parser and watches what comes of it. */
final class Fuzz {
    /** Tries of one property in the build. */
    static final int TRIES = 1_000;

    private static final long MOST_BYTES = 64L << 20;

    /** What a picture of the most pixels takes, 8192x8192, which a few kilobytes may declare. */
    static final long PICTURE_BYTES = 320L << 20;

    private static final long MOST_SECONDS = 20;
    private static final int SHOWN = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ExecutorService WORKER =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "fuzzed");
                        thread.setDaemon(true);
                        return thread;
                    });

    private Fuzz() {}

    /** A parser under test. */
    @FunctionalInterface
    interface Parser {
        /** Parses; a StampedeException is an answer, everything else is a defect. */
        void parse(byte[] bytes) throws Exception;
    }

    /** Lets a parser have mutations of the seeds that follow from one number. */
    static void feed(long number, List<byte[]> seeds, Parser parser) {
        feed(number, seeds, MOST_BYTES, parser);
    }

    /** The same for a parser that may allocate so many bytes. */
    static void feed(long number, List<byte[]> seeds, long mostBytes, Parser parser) {
        long factor = Long.getLong("stampede.fuzz", 1);
        for (long i = 0; i < factor; i++) {
            byte[] bytes = new Mutation(number * factor + i).of(seeds);
            watch(bytes, mostBytes, parser);
        }
    }

    private static void watch(byte[] bytes, long mostBytes, Parser parser) {
        Future<?> run = WORKER.submit(() -> run(bytes, mostBytes, parser));
        try {
            run.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(
                    "expected a value or a StampedeException, found "
                            + e.getCause()
                            + " for "
                            + excerpt(bytes),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("expected an end within 20 s for " + excerpt(bytes), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Void run(byte[] bytes, long mostBytes, Parser parser) throws Exception {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        try {
            parser.parse(bytes);
        } catch (StampedeException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        }
        long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
        assertTrue(allocated < mostBytes, "allocated " + allocated + " bytes");
        return null;
    }

    private static String excerpt(byte[] bytes) {
        int length = Math.min(bytes.length, SHOWN);
        return bytes.length + " bytes " + HexFormat.of().formatHex(bytes, 0, length);
    }
}
