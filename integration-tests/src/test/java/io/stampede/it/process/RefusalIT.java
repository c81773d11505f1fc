package io.stampede.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that nobody reads ends a start with one line, before anything is touched. */
class RefusalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private Path directory;

    @Test
    void the_agent_refuses_an_unknown_key_of_its_file() throws IOException {
        // Given
        Path file = directory.resolve("agent.properties");
        Files.writeString(
                file,
                """
                stampede.agent.data=procedural:target
                stampede.agent.budget.max-parameter=1000
                """);

        // When / Then
        assertRefused(
                Application.AGENT,
                "stampede.agent.budget.max-parameter'",
                Map.of(),
                "run",
                "--config",
                file.toString(),
                "--data-dir",
                data().toString());
    }

    @Test
    void the_agent_refuses_an_unknown_variable() {
        // Given / When / Then
        assertRefused(
                Application.AGENT,
                "STAMPEDE_AGENT_EPOCH",
                Map.of("STAMPEDE_AGENT_EPOCH", "1"),
                "run",
                "--data",
                "procedural:target",
                "--data-dir",
                data().toString());
    }

    @Test
    void the_server_refuses_an_unknown_key_of_its_command_line() {
        // Given / When / Then
        assertRefused(
                Application.SERVER,
                "stampede.server.chunk-byte'",
                Map.of(),
                "--set",
                "stampede.server.chunk-byte=65536",
                "--data-dir",
                data().toString());
    }

    @Test
    void the_server_refuses_the_variables_that_kubernetes_invents_for_services() {
        // Given / When / Then
        assertRefused(
                Application.SERVER,
                "STAMPEDE_SERVER_SERVICE_HOST",
                Map.of("STAMPEDE_SERVER_SERVICE_HOST", "10.0.0.1"),
                "--data-dir",
                data().toString());
    }

    private Path data() {
        return directory.resolve("data");
    }

    private void assertRefused(
            Application application,
            String culprit,
            Map<String, String> environment,
            String... arguments) {
        try (Running running =
                Running.start(application, directory.resolve("run"), environment, arguments)) {
            int status = running.await(PATIENCE);
            assertEquals(ErrorCode.INVALID_CONFIGURATION.exitCode(), status, running.tail());
            assertEquals(1, running.errors().strip().lines().count(), running.errors());
            assertTrue(running.errors().contains("INVALID_CONFIGURATION"), running.errors());
            assertTrue(running.errors().contains(culprit), running.errors());
            assertEquals("", running.output());
            assertFalse(Files.exists(data()), "expected nothing to be written");
        }
    }
}
