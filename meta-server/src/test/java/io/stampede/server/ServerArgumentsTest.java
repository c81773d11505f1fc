package io.stampede.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerArgumentsTest {
    @Test
    void options_are_configuration_keys() {
        // When
        ServerArguments arguments =
                ServerArguments.parse(
                        "--data-dir",
                        "/var/lib/x",
                        "--http-port",
                        "0",
                        "--set",
                        "stampede.server.chunk-bytes=65536");

        // Then
        assertEquals(
                Map.of(
                        "stampede.server.data-dir", "/var/lib/x",
                        "stampede.server.http.port", "0",
                        "stampede.server.chunk-bytes", "65536"),
                arguments.settings());
    }

    @Test
    void help_is_given_wherever_it_is_asked_for() {
        // Then
        assertTrue(ServerArguments.parse("--help").help());
        assertTrue(ServerArguments.parse("--http-port", "1", "-h").help());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "serve", "--data-dir", "--set nonsense", "--http-port 1 x"})
    void refuses_what_it_does_not_know_or_what_is_incomplete(String line) {
        // When
        var refusal =
                assertThrows(StampedeException.class, () -> ServerArguments.parse(line.split(" ")));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertTrue(refusal.getMessage().startsWith("expected "), refusal.getMessage());
    }
}
