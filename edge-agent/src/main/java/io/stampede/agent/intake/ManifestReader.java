package io.stampede.agent.intake;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.network.Architecture;
import io.stampede.proto.Limits;
import io.stampede.proto.v1.ChunkReference;
import io.stampede.proto.v1.ModelManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Turns the bytes of a manifest into a checked {@link Manifest}.
 *
 * <p>Immutable and safe for many threads. Memory use is bounded by the message itself, whatever
 * sizes it declares.
 */
public final class ManifestReader {
    private final ManifestLimits limits;

    /** Creates a reader that enforces the given limits. */
    public ManifestReader(ManifestLimits limits) {
        this.limits = requireNonNull(limits, "limits is null");
    }

    /**
     * Reads a manifest.
     *
     * @throws StampedeException with {@link ErrorCode#MANIFEST_INVALID} where it is none, with
     *     {@link ErrorCode#MODEL_FORMAT_UNKNOWN} where it announces a file that this agent cannot
     *     read, with {@link ErrorCode#MANIFEST_TOO_LARGE} or {@link ErrorCode#CHUNK_OVERSIZED}
     *     where it exceeds a limit, with {@link ErrorCode#CHUNK_EMPTY}, {@link
     *     ErrorCode#CHUNK_OVERLAP} or {@link ErrorCode#MODEL_SIZE_MISMATCH} where it contradicts
     *     itself
     */
    public Manifest read(byte[] value) {
        expect(
                ErrorCode.MANIFEST_TOO_LARGE,
                value.length <= Limits.MAX_MANIFEST_BYTES,
                "a manifest of at most %d bytes, found %d",
                Limits.MAX_MANIFEST_BYTES,
                value.length);
        ModelManifest message = parse(value);
        ModelId model =
                new ModelId(
                        message.getModelName(),
                        message.getVersion(),
                        digest("the model", message.getSha256()));
        checkFormat(model, message);
        checkSizes(model, message);
        return new Manifest(
                model,
                message.getSizeBytes(),
                Architecture.of(message.getArchitecture()),
                message.getWidth(),
                message.getChunkTopic(),
                chunks(message));
    }

    private static ModelManifest parse(byte[] value) {
        try {
            return ModelManifest.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new StampedeException(
                    ErrorCode.MANIFEST_INVALID,
                    "expected a ModelManifest, found %d bytes that are none: %s"
                            .formatted(value.length, e.getMessage()),
                    e);
        }
    }

    private static void checkFormat(ModelId model, ModelManifest message) {
        if (!MetaModelHeader.FORMAT.equals(message.getFormat())) {
            throw new StampedeException(
                    ErrorCode.MODEL_FORMAT_UNKNOWN,
                    "expected %s in format %s, found '%s'; update this agent"
                            .formatted(
                                    model.label(),
                                    MetaModelHeader.FORMAT,
                                    excerpt(message.getFormat())));
        }
        double width = message.getWidth();
        expect(width > 0 && width <= 4, "a width in (0, 4], found %s", width);
    }

    private void checkSizes(ModelId model, ModelManifest message) {
        long size = message.getSizeBytes();
        expect(
                ErrorCode.MANIFEST_TOO_LARGE,
                size >= 0 && size <= limits.maxModelBytes(),
                "%s to have at most %d bytes, found %s; raise stampede.agent.max-model-bytes if it is"
                        + " right",
                model.label(),
                limits.maxModelBytes(),
                Long.toUnsignedString(size));
        expect(message.getChunksCount() > 0, "at least one chunk of %s, found none", model.label());
        expect(
                limits.chunkTopic().equals(message.getChunkTopic()),
                "chunks in topic %s, found '%s'; check the topic prefix",
                limits.chunkTopic(),
                excerpt(message.getChunkTopic()));
    }

    private List<ChunkLocation> chunks(ModelManifest message) {
        List<ChunkLocation> chunks = new ArrayList<>(message.getChunksCount());
        for (ChunkReference reference : message.getChunksList()) {
            String name = "chunk " + chunks.size();
            int length = reference.getLengthBytes();
            expect(ErrorCode.CHUNK_EMPTY, length != 0, "%s to have bytes, found none", name);
            expect(
                    ErrorCode.CHUNK_OVERSIZED,
                    length > 0 && length <= limits.maxChunkBytes(),
                    "%s to have at most %d bytes, found %s",
                    name,
                    limits.maxChunkBytes(),
                    Integer.toUnsignedString(length));
            expect(
                    reference.getPartition() >= 0 && reference.getOffset() >= 0,
                    "%s at a partition and offset of at least 0, found %d and %d",
                    name,
                    reference.getPartition(),
                    reference.getOffset());
            chunks.add(
                    new ChunkLocation(
                            digest(name, reference.getSha256()),
                            length,
                            reference.getPartition(),
                            reference.getOffset()));
        }
        checkPlaces(chunks);
        return chunks;
    }

    /** One record holds one chunk: the same one may be named twice, two different ones may not. */
    private static void checkPlaces(List<ChunkLocation> chunks) {
        Map<List<Long>, ChunkLocation> places = new HashMap<>();
        for (ChunkLocation chunk : chunks) {
            ChunkLocation other =
                    places.putIfAbsent(List.of((long) chunk.partition(), chunk.offset()), chunk);
            expect(
                    ErrorCode.CHUNK_OVERLAP,
                    other == null || other.equals(chunk),
                    "one chunk at partition %d, offset %d, found two that differ",
                    chunk.partition(),
                    chunk.offset());
        }
    }

    private static String digest(String name, ByteString sha256) {
        expect(
                sha256.size() == Limits.SHA256_BYTES,
                "a SHA-256 of %d bytes for %s, found %d bytes",
                Limits.SHA256_BYTES,
                name,
                sha256.size());
        return HexFormat.of().formatHex(sha256.toByteArray());
    }

    /** Foreign text goes into messages and logs only shortened and without control characters. */
    private static String excerpt(String text) {
        String start = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private static void expect(boolean condition, String expectation, Object... values) {
        expect(ErrorCode.MANIFEST_INVALID, condition, expectation, values);
    }

    private static void expect(
            ErrorCode code, boolean condition, String expectation, Object... values) {
        if (!condition) {
            throw new StampedeException(code, "expected " + expectation.formatted(values));
        }
    }
}
