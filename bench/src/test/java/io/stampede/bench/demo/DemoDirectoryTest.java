package io.stampede.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {
    @TempDir Path root;

    @Test
    void refuses_a_directory_with_files_of_somebody_else_and_leaves_them() throws IOException {
        // Given
        Path file = Files.writeString(root.resolve("report.json"), "mine");

        // When
        StampedeException error =
                assertThrows(StampedeException.class, new DemoDirectory(root)::prepare);

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void empties_what_an_earlier_demo_left_and_nothing_else() throws IOException {
        // Given
        DemoDirectory directory = new DemoDirectory(root.resolve("out"));
        directory.prepare();
        directory.writeReport("{}");
        Files.createDirectories(directory.server().resolve("broker"));
        Files.writeString(directory.server().resolve("broker").resolve("log"), "old");
        Path note = Files.writeString(directory.root().resolve("note.txt"), "keep");

        // When
        directory.prepare();

        // Then
        assertFalse(Files.exists(directory.report()));
        assertFalse(Files.exists(directory.server()));
        assertTrue(Files.isDirectory(directory.logs()));
        assertEquals("keep", Files.readString(note));
    }
}
