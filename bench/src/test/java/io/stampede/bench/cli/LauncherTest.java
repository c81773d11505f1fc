package io.stampede.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "xx_XX.UTF-8", "C.UTF-8"})
    void gives_its_programs_a_locale_in_which_names_are_utf_8(String locale) throws Exception {
        // Given: a Java that says how it would read names
        Path java = Files.createDirectories(elsewhere.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nlocale charmap 2>/dev/null\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));

        // When
        Answer answer =
                run(
                        Map.of(
                                "LC_ALL",
                                locale,
                                "JAVA_HOME",
                                elsewhere.toString(),
                                "STAMPEDE_NO_BUILD",
                                "1"),
                        "data",
                        "list");

        // Then
        assertEquals("UTF-8", answer.text().strip());
    }

    private record Answer(int status, String text) {}

    private Answer run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private Answer run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of("..", "stampede").toAbsolutePath().normalize().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }
}
