package io.stampede.server.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.server.registry.ModelDescription;
import io.stampede.server.registry.ModelName;
import io.stampede.server.registry.ModelRegistry;
import io.stampede.server.registry.ModelVersion;
import io.stampede.server.store.Database;
import io.stampede.server.store.ModelTable;
import io.stampede.server.testkit.MemoryChunkStore;
import io.stampede.server.testkit.MemoryModelLog;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PublicationsTest {
    private static final ModelName NAME = new ModelName("vgg10-demo");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(42), ZoneOffset.UTC);

    @TempDir Path directory;

    private final MemoryModelLog log = new MemoryModelLog();
    private Database database;
    private ModelRegistry registry;
    private Publications publications;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("database"));
        registry =
                new ModelRegistry(
                        directory.resolve("models"),
                        new ModelTable(database),
                        file -> new ModelDescription("stampede.meta-model/1", "vgg10", 0.125, "{}"),
                        CLOCK);
        var settings = new ModelPublisher.Settings(Limits.MIN_CHUNK_BYTES, 1);
        publications =
                new Publications(
                        registry,
                        new ModelPublisher(
                                log,
                                new MemoryChunkStore(),
                                settings,
                                CLOCK,
                                registry::markPublished),
                        publication -> {});
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_older_version_than_was_published_is_refused_and_the_newest_manifest_stays() {
        // Given
        ModelVersion first = register(NAME, 1);
        ModelVersion second = register(NAME, 2);
        publications.publish(first);
        publications.publish(second);

        // When / Then
        for (Executable again :
                List.<Executable>of(
                        () -> publications.publish(first),
                        () -> publications.publishWhole(first),
                        () -> publications.publish(NAME, 1))) {
            var refusal = assertThrows(StampedeException.class, again);
            assertEquals(ErrorCode.MANIFEST_STALE, refusal.code());
            assertTrue(
                    refusal.getMessage().contains("register its file once more"),
                    refusal.getMessage());
        }
        assertEquals(List.of(1L, 2L), published());
    }

    @Test
    void the_newest_version_can_be_published_again_and_an_older_one_while_no_newer_was() {
        // Given
        ModelVersion first = register(NAME, 1);
        register(NAME, 2);
        ModelVersion other = register(new ModelName("other"), 3);

        // When
        publications.publish(other);
        publications.publish(first);
        publications.publishWhole(first);
        publications.publish(NAME, 2);
        publications.publish(NAME, 2);

        // Then
        assertEquals(List.of(1L, 1L, 1L, 2L, 2L), published());
    }

    @Test
    void what_a_broker_may_have_taken_when_it_failed_counts_as_published() {
        // Given: the acknowledgement of the second version's manifest never comes
        ModelVersion first = register(NAME, 1);
        ModelVersion second = register(NAME, 2);
        log.failToAnnounce = true;

        // When
        assertThrows(StampedeException.class, () -> publications.publish(second));
        log.failToAnnounce = false;

        // Then
        var refusal = assertThrows(StampedeException.class, () -> publications.publish(first));
        assertEquals(ErrorCode.MANIFEST_STALE, refusal.code());
        publications.publish(second);
        assertEquals(List.of(2L, 2L), published());
    }

    @Test
    void an_old_file_that_is_registered_once_more_is_published_as_the_newest_version() {
        // Given
        publications.publish(register(NAME, 1));
        publications.publish(register(NAME, 2));

        // When
        publications.publish(NAME, publications.register(NAME, registry.file(version(1))));

        // Then
        assertEquals(List.of(1L, 2L, 3L), published());
    }

    private ModelVersion register(ModelName name, int content) {
        return registry.register(name, new ByteArrayInputStream(new byte[] {(byte) content}));
    }

    private ModelVersion version(long number) {
        return registry.find(NAME, number).orElseThrow();
    }

    private List<Long> published() {
        return log.manifests.stream().map(ModelManifest::getVersion).toList();
    }
}
