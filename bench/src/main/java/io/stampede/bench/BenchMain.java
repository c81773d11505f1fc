package io.stampede.bench;

import io.stampede.bench.cli.StampedeCommand;

/** Where the launcher enters for {@code demo}, {@code train}, {@code data} and {@code bench}. */
public final class BenchMain {
    private static final long UP_SINCE = System.nanoTime();

    private BenchMain() {}

    /** When this class was loaded, the first of all, as {@link System#nanoTime()} counts. */
    public static long upSince() {
        return UP_SINCE;
    }

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String... arguments) {
        System.exit(StampedeCommand.line().execute(arguments));
    }
}
