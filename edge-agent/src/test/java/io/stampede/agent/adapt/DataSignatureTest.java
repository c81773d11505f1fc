package io.stampede.agent.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.stampede.core.data.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSignatureTest {
    @TempDir private Path directory;

    @Test
    void changes_with_names_lengths_and_times_of_files_and_with_nothing_else() throws IOException {
        // Given
        Path folder = Files.createDirectories(directory.resolve("pictures").resolve("cat"));
        Path picture = folder.resolve("1.png");
        Files.writeString(picture, "meow");
        FileTime time = Files.getLastModifiedTime(picture);
        String first = signature();
        assertEquals(first, signature());

        // When / Then
        Files.writeString(picture, "woof");
        Files.setLastModifiedTime(picture, time);
        assertEquals(first, signature());
        Files.setLastModifiedTime(picture, FileTime.fromMillis(time.toMillis() + 1));
        assertNotEquals(first, signature());
        Files.setLastModifiedTime(picture, time);
        assertEquals(first, signature());
        Files.move(picture, folder.resolve("2.png"));
        assertNotEquals(first, signature());
        Files.move(folder.resolve("2.png"), picture);
        Files.writeString(folder.resolve("3.png"), "more");
        assertNotEquals(first, signature());
    }

    @Test
    void is_constant_where_pictures_are_drawn_or_absent() {
        assertEquals("no files", DataSignature.of(SourceSpec.parse("procedural:target?seed=7")));
        assertEquals("no files", signature());
    }

    private String signature() {
        return DataSignature.of(SourceSpec.parse("folder:" + directory.resolve("pictures")));
    }
}
