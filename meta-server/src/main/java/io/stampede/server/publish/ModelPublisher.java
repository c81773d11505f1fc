package io.stampede.server.publish;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import io.stampede.proto.v1.ChunkReference;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.server.registry.Digests;
import io.stampede.server.registry.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a model version available to all devices: chunks first, the manifest when the broker has
 * acknowledged every one of them.
 *
 * <p>Holds at most a window of chunks in memory. Safe for several threads, which take turns.
 */
public final class ModelPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPublisher.class);

    /** Of a reference inside a manifest: hash, three numbers and their tags, rounded up. */
    private static final int REFERENCE_BYTES = 64;

    private final ModelLog log;
    private final ChunkStore store;
    private final Settings settings;
    private final Clock clock;
    private final Consumer<ModelVersion> note;

    /**
     * Creates a publisher that sends nothing yet.
     *
     * @param note keeps which version devices could have from now on, before its manifest goes out;
     *     where it throws none does, and a server that dies in between has forgotten nothing
     */
    public ModelPublisher(
            ModelLog log,
            ChunkStore store,
            Settings settings,
            Clock clock,
            Consumer<ModelVersion> note) {
        this.note = requireNonNull(note, "note is null");
        this.log = requireNonNull(log, "log is null");
        this.store = requireNonNull(store, "store is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Publishes a version, or publishes it again: then only the manifest and what the broker lacks.
     *
     * @param file the sealed file of the version
     * @throws StampedeException {@code TRANSPORT_FAILED} where the broker does not take it; {@code
     *     MANIFEST_INVALID} where it has too many chunks; {@code STORAGE_FAILED} where the file
     *     cannot be read or is not the sealed one
     */
    public Publication publish(ModelVersion version, Path file) {
        return publish(version, file, true);
    }

    /**
     * Publishes a version with every chunk, whatever was noted about them: a broker that lost
     * records of a topic does not say so.
     *
     * @throws StampedeException as {@link #publish}
     */
    public Publication publishWhole(ModelVersion version, Path file) {
        return publish(version, file, false);
    }

    private synchronized Publication publish(
            ModelVersion version, Path file, boolean believesStore) {
        refuseTooManyChunks(version);
        ChunkTransfer transfer =
                new ChunkTransfer(log, store, settings.windowChunks(), believesStore);
        sendChunks(version, file, transfer);
        ModelManifest manifest = manifest(version, transfer.finish());
        note.accept(version);
        log.announce(manifest);
        LOG.atInfo()
                .addKeyValue("modelId", version.name())
                .addKeyValue("version", version.version())
                .addKeyValue("sentChunks", transfer.sentChunks())
                .addKeyValue("knownChunks", transfer.knownChunks())
                .log("model published");
        return new Publication(
                manifest, transfer.sentChunks(), transfer.sentBytes(), transfer.knownChunks());
    }

    private void sendChunks(ModelVersion version, Path file, ChunkTransfer transfer) {
        MessageDigest digest = Digests.sha256();
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] piece = stream.readNBytes(settings.chunkBytes());
            while (piece.length > 0) {
                digest.update(piece);
                transfer.add(piece);
                piece = stream.readNBytes(settings.chunkBytes());
            }
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "expected to read " + file + ", found " + e, e);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (!sha256.equals(version.sha256())) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected SHA-256 %s in %s as registered, found %s; the file was changed"
                            .formatted(version.sha256(), file, sha256));
        }
    }

    private ModelManifest manifest(ModelVersion version, List<ChunkReference> chunks) {
        return ModelManifest.newBuilder()
                .setModelName(version.name().value())
                .setVersion(version.version())
                .setSizeBytes(version.sizeBytes())
                .setSha256(ByteString.fromHex(version.sha256()))
                .setFormat(version.description().format())
                .setArchitecture(version.description().architecture())
                .setWidth(version.description().width())
                .addAllChunks(chunks)
                .setChunkTopic(log.chunkTopic())
                .setProvenanceJson(version.description().provenanceJson())
                .setPublishedAtUnixMillis(clock.millis())
                .build();
    }

    private void refuseTooManyChunks(ModelVersion version) {
        long chunks = (version.sizeBytes() + settings.chunkBytes() - 1) / settings.chunkBytes();
        long bytes =
                chunks * REFERENCE_BYTES + 3L * version.description().provenanceJson().length();
        if (bytes > Limits.MAX_MANIFEST_BYTES) {
            throw new StampedeException(
                    ErrorCode.MANIFEST_INVALID,
                    "expected a manifest of at most %d bytes, found about %d for %d chunks; publish with a larger stampede.server.chunk-bytes"
                            .formatted(Limits.MAX_MANIFEST_BYTES, bytes, chunks));
        }
    }

    /**
     * How models are cut and sent.
     *
     * @param chunkBytes length of each chunk but the last
     * @param windowChunks how many may wait for their acknowledgement at once
     */
    public record Settings(int chunkBytes, int windowChunks) {
        /** Checks the components. */
        public Settings {
            if (chunkBytes < Limits.MIN_CHUNK_BYTES
                    || chunkBytes > Limits.MAX_CHUNK_BYTES
                    || windowChunks < 1) {
                throw new StampedeException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "expected chunks of %d to %d bytes and a window of at least 1, found %d and %d"
                                .formatted(
                                        Limits.MIN_CHUNK_BYTES,
                                        Limits.MAX_CHUNK_BYTES,
                                        chunkBytes,
                                        windowChunks));
            }
        }
    }
}
