package io.stampede.bench.process;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One program under supervision: its output goes to a log, and it ends with its owner.
 *
 * <p>It is stopped by {@link #close}, and by the end of this JVM if that comes first, Ctrl-C
 * included; whatever it started itself is stopped with it. Safe for use by several threads.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Path log;
    private final Process process;
    private final Duration patience;
    private final Thread hook;

    private ChildProcess(String name, Path log, Process process, Duration patience) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.patience = patience;
        this.hook = new Thread(this::stop, "stop-" + name);
    }

    /**
     * Starts a program in the working directory of this one.
     *
     * @param name what errors call it
     * @param command program and arguments
     * @param log receives standard output and standard error; created anew
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where it cannot be started
     */
    public static ChildProcess start(String name, List<String> command, Path log) {
        return start(name, command, log, PATIENCE);
    }

    /**
     * Starts a program.
     *
     * @param patience how long it has to end by itself when it is stopped
     */
    static ChildProcess start(String name, List<String> command, Path log, Duration patience) {
        requireNonNull(name, "name is null");
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            FreshJvm.OWN_VARIABLES.forEach(builder.environment()::remove);
            builder.environment().put("STAMPEDE_NO_BUILD", "1");
            Process process = builder.start();
            ChildProcess child = new ChildProcess(name, log, process, patience);
            Runtime.getRuntime().addShutdownHook(child.hook);
            return child;
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to start the %s with '%s', found: %s"
                            .formatted(name, command.get(0), e.getMessage()),
                    e);
        }
    }

    /** This process and all that it started, as they are now. */
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Passes if it still runs.
     *
     * @throws StampedeException with the code that its exit status stands for, and the last line of
     *     its log
     */
    public void requireAlive() {
        if (process.isAlive()) {
            return;
        }
        int exit = process.exitValue();
        throw new StampedeException(
                codeOf(exit),
                "expected the %s to keep running, found that it ended with status %d: %s (see %s)"
                        .formatted(name, exit, lastLine(), log));
    }

    /** Stops it and waits until it and all that it started have ended. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs, or has run, and finds nothing left to do.
            return;
        }
    }

    private synchronized void stop() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private static ErrorCode codeOf(int exit) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.exitCode() == exit)
                .findFirst()
                .orElse(ErrorCode.INTERNAL);
    }

    private String lastLine() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }
}
