package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import io.stampede.core.nn.EngineEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tries something in a process of its own, so that neither its memory nor its crash is doctor's.
 * The process has the environment of an adaptation. It ends with 0, or says what is wrong on its
 * last line of standard error.
 */
public final class ChildCheck implements Check {
    private static final long LIMIT_SECONDS = 120;

    private final String name;
    private final List<String> command;
    private final String fix;

    /**
     * Creates a check.
     *
     * @param command what to run
     * @param fix what to do where it fails
     */
    public ChildCheck(String name, List<String> command, String fix) {
        this.name = requireNonNull(name, "name is null");
        this.command = List.copyOf(command);
        this.fix = requireNonNull(fix, "fix is null");
    }

    @Override
    public List<Finding> look() {
        try {
            Path said = Files.createTempFile("stampede-doctor", ".txt");
            try {
                return List.of(run(said));
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            return List.of(
                    Finding.problem(
                            name,
                            "could not start a process: " + e.getMessage(),
                            "make the folder for temporary files writable, and allow processes"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.warning(name, "interrupted", "run doctor again"));
        }
    }

    private Finding run(Path said) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        EngineEnvironment.ofThisMachine().forEach(builder.environment()::putIfAbsent);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return Finding.problem(name, "no answer within %d s".formatted(LIMIT_SECONDS), fix);
            }
        } finally {
            process.destroyForcibly();
        }
        String last = lastLine(said);
        return process.exitValue() == 0
                ? Finding.fine(name, last)
                : Finding.problem(
                        name,
                        last.isEmpty()
                                ? "ended with status " + process.exitValue() + " and no word"
                                : last,
                        fix);
    }

    private static String lastLine(Path said) throws IOException {
        List<String> lines =
                new String(Files.readAllBytes(said), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
