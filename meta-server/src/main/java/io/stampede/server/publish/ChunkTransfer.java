package io.stampede.server.publish;

import com.google.protobuf.ByteString;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.v1.ChunkReference;
import io.stampede.proto.v1.ModelChunk;
import io.stampede.server.registry.Digests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The chunks of one file on their way out: sends those that the broker lacks, a window at a time,
 * and keeps the references of all in the order of the file. Not thread-safe.
 */
final class ChunkTransfer {
    private final ModelLog log;
    private final ChunkStore store;
    private final String topicIdentity;
    private final int windowChunks;
    private final boolean believesStore;

    private final Map<String, CompletableFuture<ChunkPosition>> window = new LinkedHashMap<>();
    private final Map<String, ChunkPosition> positions = new HashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private int sentChunks;
    private long sentBytes;

    /**
     * Begins a transfer.
     *
     * @param believesStore whether a chunk that the store knows is not sent: the broker may have
     *     lost it since
     */
    ChunkTransfer(ModelLog log, ChunkStore store, int windowChunks, boolean believesStore) {
        this.log = log;
        this.store = store;
        this.topicIdentity = log.chunkTopicIdentity();
        this.windowChunks = windowChunks;
        this.believesStore = believesStore;
    }

    /** Takes the next piece of the file; waits for acknowledgements where the window is full. */
    void add(byte[] data) {
        byte[] sha256 = Digests.sha256().digest(data);
        String key = HexFormat.of().formatHex(sha256);
        pieces.add(new Piece(key, data.length));
        if (positions.containsKey(key) || window.containsKey(key)) {
            return;
        }
        var known =
                believesStore ? store.find(topicIdentity, key) : Optional.<ChunkPosition>empty();
        if (known.isPresent()) {
            positions.put(key, known.get());
            return;
        }
        ModelChunk chunk =
                ModelChunk.newBuilder()
                        .setSha256(ByteString.copyFrom(sha256))
                        .setData(ByteString.copyFrom(data))
                        .build();
        window.put(key, log.send(chunk).toCompletableFuture());
        sentChunks++;
        sentBytes += data.length;
        if (window.size() >= windowChunks) {
            drain();
        }
    }

    /** Waits for what is under way and gives the reference of every piece, in order. */
    List<ChunkReference> finish() {
        drain();
        return pieces.stream().map(this::reference).toList();
    }

    int sentChunks() {
        return sentChunks;
    }

    long sentBytes() {
        return sentBytes;
    }

    int knownChunks() {
        return pieces.size() - sentChunks;
    }

    /**
     * Notes what arrived even where a part failed, so that the next attempt sends the rest only.
     */
    private void drain() {
        Map<String, ChunkPosition> arrived = new HashMap<>();
        RuntimeException failure = null;
        for (var entry : window.entrySet()) {
            try {
                arrived.put(entry.getKey(), entry.getValue().join());
            } catch (CompletionException e) {
                failure = unwrapped(e);
            }
        }
        window.clear();
        store.save(topicIdentity, arrived);
        positions.putAll(arrived);
        if (failure != null) {
            throw failure;
        }
    }

    private ChunkReference reference(Piece piece) {
        ChunkPosition position = positions.get(piece.key());
        return ChunkReference.newBuilder()
                .setSha256(ByteString.fromHex(piece.key()))
                .setLengthBytes(piece.lengthBytes())
                .setPartition(position.partition())
                .setOffset(position.offset())
                .build();
    }

    private static RuntimeException unwrapped(CompletionException failure) {
        return failure.getCause() instanceof StampedeException known
                ? known
                : new StampedeException(
                        ErrorCode.TRANSPORT_FAILED,
                        "expected the broker to take a chunk, found " + failure.getCause(),
                        failure);
    }

    private record Piece(String key, int lengthBytes) {}
}
