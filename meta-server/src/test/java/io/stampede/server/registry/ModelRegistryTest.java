package io.stampede.server.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.store.Database;
import io.stampede.server.store.ModelTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
    private static final ModelName NAME = new ModelName("vgg10-demo");
    private static final ModelDescription DESCRIPTION =
            new ModelDescription("stampede.meta-model/1", "vgg10", 0.125, "{\"seed\":1}");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");

    @TempDir Path directory;

    private Database database;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("database"));
        registry = registry(file -> DESCRIPTION);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void versions_of_a_name_count_from_one_and_names_count_apart() {
        // When
        long first = registry.register(NAME, stream(1)).version();
        long second = registry.register(NAME, stream(2)).version();
        long other = registry.register(new ModelName("other"), stream(3)).version();

        // Then
        assertEquals(List.of(1L, 2L, 1L), List.of(first, second, other));
    }

    @Test
    void a_registered_version_is_read_back_with_its_digest_and_bytes() throws IOException {
        // When
        ModelVersion registered = registry.register(NAME, stream(1, 2, 3));

        // Then
        ModelVersion found = registry.find(NAME, 1).orElseThrow();
        assertEquals(registered, found);
        assertEquals(
                "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", found.sha256());
        assertEquals(3, found.sizeBytes());
        assertEquals(DESCRIPTION, found.description());
        assertEquals(NOW, found.createdAt());
        assertEquals(Optional.empty(), found.publishedAt());
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(registry.file(found)));
    }

    @Test
    void the_newest_version_registered_again_stays_the_newest_version() {
        // Given
        registry.register(NAME, stream(1));

        // When
        ModelVersion again = registry.register(NAME, stream(1));

        // Then
        assertEquals(1, again.version());
        assertEquals(1, registry.all().size());
    }

    @Test
    void a_refused_file_leaves_no_version_and_no_file() throws IOException {
        // Given
        ModelRegistry strict =
                registry(
                        file -> {
                            throw new StampedeException(ErrorCode.MODEL_CORRUPT, "NaN in W.conv1");
                        });

        // When
        var refusal = assertThrows(StampedeException.class, () -> strict.register(NAME, stream(1)));

        // Then
        assertEquals(ErrorCode.MODEL_CORRUPT, refusal.code());
        assertEquals(List.of(), strict.all());
        assertEquals(0, files());
    }

    @Test
    void a_stream_that_breaks_off_leaves_no_version_and_no_file() throws IOException {
        // Given
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                };

        // When
        var failure = assertThrows(StampedeException.class, () -> registry.register(NAME, broken));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, failure.code());
        assertEquals(List.of(), registry.all());
        assertEquals(0, files());
    }

    @Test
    void a_file_that_a_crash_left_without_a_row_costs_a_number_and_stays() throws IOException {
        // Given
        Path orphan = directory.resolve("models/vgg10-demo/1/phi.safetensors");
        Files.createDirectories(orphan.getParent());
        Files.write(orphan, new byte[] {9, 9});

        // When
        ModelVersion version = registry.register(NAME, stream(1));

        // Then
        assertEquals(2, version.version());
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(registry.file(version)));
        assertArrayEquals(new byte[] {9, 9}, Files.readAllBytes(orphan));
    }

    @Test
    void without_its_database_a_registry_numbers_on_from_the_sealed_files_and_replaces_none()
            throws IOException {
        // Given
        Path first = registry.file(registry.register(NAME, stream(1)));
        registry.register(NAME, stream(2));
        Files.createDirectories(directory.resolve("models/vgg10-demo/notes"));
        database.close();
        database = Database.open(directory.resolve("new-database"));
        registry = registry(file -> DESCRIPTION);

        // When
        ModelVersion version = registry.register(NAME, stream(3));

        // Then
        assertEquals(3, version.version());
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(first));
    }

    @Test
    void what_a_crash_left_of_an_upload_goes_and_sealed_files_stay() throws IOException {
        // Given
        registry.register(NAME, stream(1));
        Files.write(directory.resolve("models/.tmp/upload123"), new byte[] {9});

        // When
        registry.discardLeftovers();

        // Then
        assertEquals(1, files());
    }

    @Test
    void publication_is_noted_and_survives_a_restart() {
        // Given
        ModelVersion version = registry.register(NAME, stream(1));

        // When
        registry.markPublished(version);
        database.close();
        open();

        // Then
        assertEquals(Optional.of(NOW), registry.find(NAME, 1).orElseThrow().publishedAt());
    }

    @Test
    void a_missing_file_is_refused_as_unreadable() {
        // When
        var refusal =
                assertThrows(
                        StampedeException.class,
                        () -> registry.register(NAME, directory.resolve("none")));

        // Then
        assertEquals(ErrorCode.MODEL_UNREADABLE, refusal.code());
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("models"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private ModelRegistry registry(ModelValidator validator) {
        return new ModelRegistry(
                directory.resolve("models"),
                new ModelTable(database),
                validator,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static InputStream stream(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new ByteArrayInputStream(bytes);
    }
}
