package io.stampede.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir Path directory;

    @Test
    void a_directory_is_for_one_server() {
        // Given
        DataDirectory.claim(directory);

        // When
        var refusal = assertThrows(StampedeException.class, () -> DataDirectory.claim(directory));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, refusal.code());
    }

    @Test
    void another_process_is_refused_even_after_a_garbage_collection() throws Exception {
        // Given
        DataDirectory.claim(directory);
        System.gc();

        // When
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Claim.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(other.getInputStream().readAllBytes(), UTF_8);

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED.exitCode(), other.waitFor(), output);
    }

    /** Another server's attempt. */
    static final class Claim {
        public static void main(String... arguments) {
            try {
                DataDirectory.claim(Path.of(arguments[0]));
            } catch (StampedeException e) {
                System.exit(e.code().exitCode());
            }
        }
    }

    @Test
    void refuses_a_file_in_place_of_a_directory() throws IOException {
        // Given
        Path file = Files.createFile(directory.resolve("file"));

        // When
        var refusal = assertThrows(StampedeException.class, () -> DataDirectory.claim(file));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, refusal.code());
    }
}
