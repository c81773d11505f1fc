package io.stampede.server.testkit;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.v1.ModelChunk;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.server.publish.ChunkPosition;
import io.stampede.server.publish.ModelLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A broker in memory: remembers what came in which order, and can be told to fail. */
public final class MemoryModelLog implements ModelLog {
    public final List<ModelChunk> chunks = new ArrayList<>();
    public final List<ModelManifest> manifests = new ArrayList<>();
    public final List<String> order = new ArrayList<>();
    public String identity = "first topic";
    public int failFromChunk = Integer.MAX_VALUE;
    public boolean failToAnnounce;
    public int mostUnacknowledged;

    private final List<CompletableFuture<ChunkPosition>> unacknowledged = new ArrayList<>();
    private final boolean acknowledgeLate;

    /** A broker that acknowledges at once. */
    public MemoryModelLog() {
        this(false);
    }

    /**
     * A broker that may acknowledge only when a window is full.
     *
     * @param acknowledgeLate whether {@link #acknowledge()} must be called
     */
    public MemoryModelLog(boolean acknowledgeLate) {
        this.acknowledgeLate = acknowledgeLate;
    }

    @Override
    public String chunkTopic() {
        return "test.model.chunk";
    }

    @Override
    public String chunkTopicIdentity() {
        return identity;
    }

    @Override
    public synchronized CompletionStage<ChunkPosition> send(ModelChunk chunk) {
        CompletableFuture<ChunkPosition> position = new CompletableFuture<>();
        if (chunks.size() >= failFromChunk) {
            position.completeExceptionally(
                    new StampedeException(ErrorCode.TRANSPORT_FAILED, "the broker is away"));
            return position;
        }
        chunks.add(chunk);
        order.add("chunk");
        unacknowledged.add(position);
        mostUnacknowledged = Math.max(mostUnacknowledged, unacknowledged.size());
        if (!acknowledgeLate) {
            acknowledge();
        }
        return position;
    }

    @Override
    public synchronized void announce(ModelManifest manifest) {
        manifests.add(manifest);
        order.add("manifest");
        if (failToAnnounce) {
            throw new StampedeException(ErrorCode.TRANSPORT_FAILED, "no acknowledgement came");
        }
    }

    /** How many chunks wait for their acknowledgement. */
    public synchronized int waiting() {
        return unacknowledged.size();
    }

    /** Acknowledges what was sent: a chunk's offset is its number. */
    public synchronized void acknowledge() {
        int first = chunks.size() - unacknowledged.size();
        for (int i = 0; i < unacknowledged.size(); i++) {
            unacknowledged.get(i).complete(new ChunkPosition(0, first + i));
        }
        unacknowledged.clear();
    }
}
