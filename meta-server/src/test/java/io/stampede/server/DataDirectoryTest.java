package io.stampede.server;

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
    void refuses_a_file_in_place_of_a_directory() throws IOException {
        // Given
        Path file = Files.createFile(directory.resolve("file"));

        // When
        var refusal = assertThrows(StampedeException.class, () -> DataDirectory.claim(file));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, refusal.code());
    }
}
