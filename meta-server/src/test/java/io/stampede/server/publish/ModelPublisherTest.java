package io.stampede.server.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import io.stampede.proto.v1.ChunkReference;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.server.registry.ModelDescription;
import io.stampede.server.registry.ModelName;
import io.stampede.server.registry.ModelVersion;
import io.stampede.server.testkit.MemoryChunkStore;
import io.stampede.server.testkit.MemoryModelLog;
import io.stampede.server.testkit.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPublisherTest {
    private static final int CHUNK = Limits.MIN_CHUNK_BYTES;
    private static final int WINDOW = 3;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(42), ZoneOffset.UTC);

    @TempDir Path directory;

    private final MemoryModelLog log = new MemoryModelLog();
    private final MemoryChunkStore store = new MemoryChunkStore();

    @Test
    void the_manifest_comes_last_and_its_chunks_make_the_file() throws Exception {
        // Given
        byte[] file = bytes(1, 7 * CHUNK + 100);
        ModelVersion version = version(file);

        // When
        Publication publication = publisher(log).publish(version, write(file));

        // Then
        assertEquals(10, log.order.size());
        assertEquals(List.of("note", "manifest"), log.order.subList(8, 10));
        ModelManifest manifest = log.manifests.get(0);
        assertEquals(publication.manifest(), manifest);
        assertEquals("vgg10-demo", manifest.getModelName());
        assertEquals(4, manifest.getVersion());
        assertEquals(file.length, manifest.getSizeBytes());
        assertEquals(version.sha256(), hex(manifest.getSha256()));
        assertEquals("test.model.chunk", manifest.getChunkTopic());
        assertEquals(42, manifest.getPublishedAtUnixMillis());
        assertArrayEquals(file, assembled(manifest));
    }

    @Test
    void every_chunk_is_keyed_by_the_hash_of_its_data_and_has_the_configured_length()
            throws Exception {
        // Given
        byte[] file = bytes(1, 2 * CHUNK + 1);

        // When
        publisher(log).publish(version(file), write(file));

        // Then
        for (var chunk : log.chunks) {
            assertEquals(sha256(chunk.getData().toByteArray()), hex(chunk.getSha256()));
        }
        assertEquals(
                List.of(CHUNK, CHUNK, 1),
                log.chunks.stream().map(chunk -> chunk.getData().size()).toList());
    }

    @Test
    void publishing_again_sends_the_manifest_alone() throws Exception {
        // Given
        byte[] file = bytes(1, 3 * CHUNK);
        Path path = write(file);
        publisher(log).publish(version(file), path);

        // When
        Publication again = publisher(log).publish(version(file), path);

        // Then
        assertEquals(0, again.sentChunks());
        assertEquals(3, again.knownChunks());
        assertEquals(3, log.chunks.size());
        assertEquals(2, log.manifests.size());
        assertEquals(log.manifests.get(0).getChunksList(), log.manifests.get(1).getChunksList());
    }

    @Test
    void only_the_chunks_that_changed_go_out_for_the_next_version() throws Exception {
        // Given
        byte[] file = bytes(1, 4 * CHUNK);
        publisher(log).publish(version(file), write(file));
        byte[] next = file.clone();
        next[2 * CHUNK] ^= 1;

        // When
        Publication publication = publisher(log).publish(version(next), write(next));

        // Then
        assertEquals(1, publication.sentChunks());
        assertEquals(CHUNK, publication.sentBytes());
        assertArrayEquals(next, assembled(publication.manifest()));
    }

    @Test
    void equal_chunks_within_a_file_go_out_once() throws Exception {
        // Given
        byte[] file = new byte[5 * CHUNK];

        // When
        Publication publication = publisher(log).publish(version(file), write(file));

        // Then
        assertEquals(1, publication.sentChunks());
        assertEquals(5, publication.manifest().getChunksCount());
    }

    @Test
    void a_topic_that_was_made_again_gets_everything_again() throws Exception {
        // Given
        byte[] file = bytes(1, 2 * CHUNK);
        Path path = write(file);
        publisher(log).publish(version(file), path);
        log.identity = "second topic";

        // When
        Publication publication = publisher(log).publish(version(file), path);

        // Then
        assertEquals(2, publication.sentChunks());
    }

    @Test
    void
            a_broker_that_lost_chunks_gets_every_one_again_when_asked_to_and_the_manifest_names_the_new()
                    throws Exception {
        // Given
        byte[] file = bytes(1, 3 * CHUNK);
        Path path = write(file);
        ModelManifest lost = publisher(log).publish(version(file), path).manifest();

        // When
        Publication whole = publisher(log).publishWhole(version(file), path);
        Publication later = publisher(log).publish(version(file), path);

        // Then
        assertEquals(3, whole.sentChunks());
        assertEquals(
                List.of(3L, 4L, 5L),
                whole.manifest().getChunksList().stream().map(ChunkReference::getOffset).toList());
        assertNotEquals(lost, whole.manifest());
        assertEquals(0, later.sentChunks());
        assertEquals(whole.manifest(), later.manifest());
    }

    @Test
    void never_more_than_a_window_waits_for_acknowledgement() throws Exception {
        // Given
        MemoryModelLog late = new MemoryModelLog(true);
        byte[] file = bytes(1, 8 * CHUNK);
        Path path = write(file);

        // When
        var publication =
                CompletableFuture.supplyAsync(() -> publisher(late).publish(version(file), path));
        while (!publication.isDone()) {
            Waiting.until(
                    "chunks wait or all is done",
                    () ->
                            publication.isDone()
                                    || late.waiting() == WINDOW
                                    || late.chunks.size() == 8);
            late.acknowledge();
        }

        // Then
        assertArrayEquals(file, assembled(late, publication.join().manifest()));
        assertTrue(late.mostUnacknowledged <= WINDOW, "waited: " + late.mostUnacknowledged);
    }

    @Test
    void a_broker_that_goes_away_gets_no_manifest_and_later_only_the_rest() throws Exception {
        // Given
        byte[] file = bytes(1, 7 * CHUNK);
        Path path = write(file);
        log.failFromChunk = 4;
        var failure =
                assertThrows(
                        StampedeException.class, () -> publisher(log).publish(version(file), path));
        assertEquals(ErrorCode.TRANSPORT_FAILED, failure.code());
        assertEquals(List.of(), log.manifests);
        log.failFromChunk = Integer.MAX_VALUE;

        // When
        Publication publication = publisher(log).publish(version(file), path);

        // Then
        assertEquals(3, publication.sentChunks());
        assertArrayEquals(file, assembled(publication.manifest()));
    }

    @Test
    void a_file_that_is_not_the_sealed_one_gets_no_manifest() throws Exception {
        // Given
        byte[] file = bytes(1, 2 * CHUNK);
        byte[] other = file.clone();
        other[CHUNK] ^= 1;
        Path changed = write(other);

        // When
        var failure =
                assertThrows(
                        StampedeException.class,
                        () -> publisher(log).publish(version(file), changed));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, failure.code());
        assertEquals(List.of(), log.manifests);
    }

    @Test
    void refuses_before_sending_what_would_need_too_long_a_manifest() {
        // Given
        ModelVersion huge = version(1L << 40, "00".repeat(32));

        // When
        var refusal =
                assertThrows(
                        StampedeException.class,
                        () -> publisher(log).publish(huge, directory.resolve("unread")));

        // Then
        assertEquals(ErrorCode.MANIFEST_INVALID, refusal.code());
    }

    private ModelPublisher publisher(MemoryModelLog target) {
        return new ModelPublisher(
                target,
                store,
                new ModelPublisher.Settings(CHUNK, WINDOW),
                CLOCK,
                version -> target.order.add("note"));
    }

    private byte[] assembled(ModelManifest manifest) {
        return assembled(log, manifest);
    }

    /** Reads the file back as a device does: by partition and offset. */
    private static byte[] assembled(MemoryModelLog source, ModelManifest manifest) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (ChunkReference reference : manifest.getChunksList()) {
            var chunk = source.chunks.get((int) reference.getOffset());
            assertEquals(reference.getSha256(), chunk.getSha256());
            assertEquals(reference.getLengthBytes(), chunk.getData().size());
            file.writeBytes(chunk.getData().toByteArray());
        }
        return file.toByteArray();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "phi", ""), bytes);
    }

    private static ModelVersion version(byte[] file) {
        return version(file.length, sha256(file));
    }

    private static ModelVersion version(long size, String sha256) {
        return new ModelVersion(
                new ModelName("vgg10-demo"),
                4,
                size,
                sha256,
                new ModelDescription("stampede.meta-model/1", "vgg10", 0.125, "{}"),
                Instant.EPOCH,
                Optional.empty());
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
