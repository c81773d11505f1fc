package io.stampede.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.ShippedModel;
import io.stampede.server.store.Database;
import io.stampede.server.store.ModelTable;
import io.stampede.server.testkit.SmallPhi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedRegistrationTest {
    @TempDir Path directory;

    private Database database;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("database"));
        registry =
                new ModelRegistry(
                        directory.resolve("sealed"),
                        new ModelTable(database),
                        ShippedRegistrationTest::describe,
                        Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void registers_a_model_once_even_after_newer_versions_of_its_name() throws IOException {
        // Given
        SmallPhi.ship(directory.resolve("models/small"), 1);
        start();
        registry.register(
                new ModelName("small"), SmallPhi.write(directory.resolve("other.safetensors"), 2));

        // When
        start();

        // Then
        assertEquals(List.of(2L, 1L), versions("small"));
    }

    @Test
    void registers_what_a_newer_product_ships_as_the_next_version() throws IOException {
        // Given
        SmallPhi.ship(directory.resolve("models/small"), 1);
        start();

        // When
        SmallPhi.ship(directory.resolve("models/small"), 2);
        start();

        // Then
        assertEquals(List.of(2L, 1L), versions("small"));
    }

    @Test
    void refuses_a_damaged_file_and_a_folder_that_is_no_name_and_registers_the_others()
            throws IOException {
        // Given
        SmallPhi.ship(directory.resolve("models/No Name"), 1);
        ShippedModel damaged = SmallPhi.ship(directory.resolve("models/damaged"), 1);
        byte[] bytes = Files.readAllBytes(damaged.phi());
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged.phi(), bytes);
        SmallPhi.ship(directory.resolve("models/sound"), 1);

        // When
        start();

        // Then
        assertEquals(List.of(), versions("damaged"));
        assertEquals(List.of(1L), versions("sound"));
        assertEquals(1, registry.all().size());
    }

    @Test
    void does_nothing_where_nothing_is_shipped() {
        // When
        start();
        new ShippedRegistration(registry, Optional.empty()).run();

        // Then
        assertEquals(List.of(), registry.all());
    }

    private void start() {
        new ShippedRegistration(registry, Optional.of(directory.resolve("models"))).run();
    }

    private List<Long> versions(String name) {
        return registry.all().stream()
                .filter(version -> version.name().value().equals(name))
                .map(ModelVersion::version)
                .toList();
    }

    private static ModelDescription describe(Path file) {
        try (MetaModelFile phi = MetaModelFile.open(file)) {
            return new ModelDescription("f", "vgg10", phi.header().width(), "{}");
        }
    }
}
