package io.stampede.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code stampede}, as far as it answers without building. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class LauncherTest {
    @TempDir Path elsewhere;

    @Test
    void shows_every_command_from_any_directory() throws Exception {
        // When
        Answer answer = run("--help");

        // Then
        assertEquals(0, answer.status());
        for (String command : List.of("demo", "meta-server", "agent", "train", "data", "bench")) {
            assertTrue(answer.text().contains("\n  " + command + " "), answer.text());
        }
    }

    @Test
    void refuses_an_unknown_command_with_one_line() throws Exception {
        // When
        Answer answer = run("prune");

        // Then
        assertEquals(2, answer.status());
        assertEquals(1, answer.text().lines().count());
        assertTrue(answer.text().contains("'prune'"), answer.text());
    }

    @Test
    void refuses_no_command() throws Exception {
        assertEquals(2, run().status());
    }

    private record Answer(int status, String text) {}

    private Answer run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of("..", "stampede").toAbsolutePath().normalize().toString());
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(elsewhere.toFile())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }
}
