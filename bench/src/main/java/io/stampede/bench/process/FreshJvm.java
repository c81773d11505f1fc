package io.stampede.bench.process;

import io.stampede.bench.BenchMain;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Runs a command of this program in a JVM of its own, so that what one run leaves behind does not
 * touch the next.
 *
 * @param prefix command line that starts the JVM's, empty for none
 * @param options of the JVM
 * @param environment added to this process's
 * @param loud whether its errors are shown
 */
public record FreshJvm(
        List<String> prefix, List<String> options, Map<String, String> environment, boolean loud) {
    /** What the launcher sets for this program's own trainings; no other program is to have it. */
    static final List<String> OWN_VARIABLES =
            List.of("MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_");

    /** Checks and copies. */
    public FreshJvm {
        prefix = List.copyOf(prefix);
        options = List.copyOf(options);
        environment = Map.copyOf(environment);
    }

    /** With the options that the agent gives the process in which it adapts. */
    public static FreshJvm asDevice() {
        return new FreshJvm(
                List.of(),
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xss256k",
                        "-Xms8m",
                        "-Xmn4m",
                        "-Xmx512m",
                        "-XX:Tier4InvocationThreshold=50000",
                        "-XX:Tier4MinInvocationThreshold=20000",
                        "-XX:Tier4CompileThreshold=100000",
                        "-XX:Tier4BackEdgeThreshold=1000000",
                        "-XX:MinHeapFreeRatio=5",
                        "-XX:MaxHeapFreeRatio=10"),
                Map.of(
                        "OMP_WAIT_POLICY",
                        "PASSIVE",
                        "GOMP_SPINCOUNT",
                        "1000",
                        "MALLOC_ARENA_MAX",
                        "1",
                        "MALLOC_MMAP_THRESHOLD_",
                        "524288",
                        "ONEDNN_PRIMITIVE_CACHE_CAPACITY",
                        "128"),
                true);
    }

    /** The same with a limit on private writable memory, which the shell sets. */
    public FreshJvm limitedTo(int mebibytes) {
        String limited = "ulimit -d %d; exec \"$0\" \"$@\"".formatted(mebibytes * 1024L);
        return new FreshJvm(List.of("sh", "-c", limited), options, environment, loud);
    }

    /** The same with nothing shown of its errors, where an error is what is expected. */
    public FreshJvm quiet() {
        return new FreshJvm(prefix, options, environment, false);
    }

    /** How a run ended and what it said on standard output. */
    public record Ending(int exit, String said) {}

    /**
     * Runs a command to its end.
     *
     * @return its standard output
     * @throws StampedeException with {@link ErrorCode#INTERNAL} where it does not end with 0
     */
    public String run(List<String> arguments) {
        Ending ending = end(arguments);
        if (ending.exit() != 0) {
            throw failed(arguments, ending.exit());
        }
        return ending.said();
    }

    /**
     * Runs a command to its end and measures it all the time.
     *
     * @param measure gives the bytes that processes take
     * @return the most that was measured
     */
    public long peakBytes(
            List<String> arguments, ToLongFunction<Collection<ProcessHandle>> measure) {
        try {
            Process process = start(arguments, ProcessBuilder.Redirect.DISCARD);
            long peak = 0;
            while (process.isAlive()) {
                peak = Math.max(peak, measure.applyAsLong(List.of(process.toHandle())));
            }
            if (process.exitValue() != 0) {
                throw failed(arguments, process.exitValue());
            }
            return peak;
        } catch (IOException e) {
            throw notStarted(e);
        }
    }

    /** Runs a command to its end, whatever that is. */
    public Ending end(List<String> arguments) {
        try {
            Process process = start(arguments, ProcessBuilder.Redirect.PIPE);
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ending(process.waitFor(), said);
        } catch (IOException e) {
            throw notStarted(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StampedeException(ErrorCode.CANCELLED, "interrupted", e);
        }
    }

    private Process start(List<String> arguments, ProcessBuilder.Redirect output)
            throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(
                List.of(
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        // A process that dies for want of memory is not a defect to be dumped.
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=/dev/null",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchMain.class.getName()));
        line.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .redirectOutput(output)
                        .redirectError(
                                loud
                                        ? ProcessBuilder.Redirect.INHERIT
                                        : ProcessBuilder.Redirect.DISCARD);
        OWN_VARIABLES.forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static StampedeException failed(List<String> arguments, int exit) {
        return new StampedeException(
                ErrorCode.INTERNAL,
                "expected %s to succeed, found exit status %d; see above"
                        .formatted(String.join(" ", arguments), exit));
    }

    private static StampedeException notStarted(IOException cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED, "expected to start a JVM, found " + cause, cause);
    }
}
