package io.stampede.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of ours. Whoever started it closes it, which leaves nothing running. */
public final class Running implements AutoCloseable {
    private final Process process;
    private final Path directory;

    /**
     * How a process ended that was asked to.
     *
     * @param status its exit status
     * @param took how long that took
     */
    public record Ending(int status, Duration took) {}

    private Running(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    /**
     * Starts an application.
     *
     * @param directory working directory, which receives what it prints
     * @param environment variables besides those of every run
     */
    public static Running start(
            Application application,
            Path directory,
            Map<String, String> environment,
            String... arguments) {
        return start(application, List.of(), directory, environment, arguments);
    }

    /**
     * Starts an application in another JVM than the launcher's.
     *
     * @param jvmOptions stronger than the launcher's
     */
    public static Running start(
            Application application,
            List<String> jvmOptions,
            Path directory,
            Map<String, String> environment,
            String... arguments) {
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder =
                    new ProcessBuilder(application.command(jvmOptions, List.of(arguments)))
                            .directory(directory.toFile())
                            .redirectOutput(directory.resolve("out.log").toFile())
                            .redirectError(directory.resolve("err.log").toFile());
            Map<String, String> variables = builder.environment();
            // Whatever the developer's shell has set must not decide the outcome.
            variables
                    .keySet()
                    .removeIf(name -> name.matches("(STAMPEDE|KAFKA|QUARKUS|JAVA|_JAVA|MP)_.*"));
            variables.put("OMP_WAIT_POLICY", "PASSIVE");
            variables.put("OMP_NUM_THREADS", "1");
            variables.put("MALLOC_ARENA_MAX", "2");
            variables.put("OPT_OUT_TRACKING", "true");
            variables.putAll(environment);
            return new Running(builder.start(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its id. */
    public long id() {
        return process.pid();
    }

    /** Fails where it has ended, with the end of what it said. */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError(
                    "expected it to run, found that it ended with status %d:%n%s"
                            .formatted(process.exitValue(), tail()));
        }
    }

    /** Waits until it ends by itself and gives its status. */
    public int await(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "expected it to end within %s, found it running:%n%s"
                                .formatted(patience, tail()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Asks it to end as systemd does, with SIGTERM, and waits until it has. */
    public Ending terminate() {
        requireAlive();
        Instant begin = Instant.now();
        process.destroy();
        int status = await(Duration.ofSeconds(60));
        return new Ending(status, Duration.between(begin, Instant.now()));
    }

    /** Ends it with SIGKILL, and only then what it leaves behind, as when power is lost. */
    public void kill() {
        requireAlive();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        await(Duration.ofSeconds(30));
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** What it wrote to standard error so far. */
    public String errors() {
        return read("err.log");
    }

    /** What it wrote to standard output so far. */
    public String output() {
        return read("out.log");
    }

    /** The last lines of its log. */
    public String tail() {
        List<String> lines = errors().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await(Duration.ofSeconds(30));
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
