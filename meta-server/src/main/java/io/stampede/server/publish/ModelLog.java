package io.stampede.server.publish;

import io.stampede.proto.v1.ModelChunk;
import io.stampede.proto.v1.ModelManifest;
import java.util.concurrent.CompletionStage;

/** The broker as the publisher sees it. Used by one thread at a time. */
public interface ModelLog {
    /** Name of the topic that chunks go to. */
    String chunkTopic();

    /**
     * Identifies the chunk topic for as long as its offsets mean the same: a topic that was deleted
     * and made again has another identity.
     *
     * @throws io.stampede.core.StampedeException {@code TRANSPORT_FAILED}
     */
    String chunkTopicIdentity();

    /**
     * Sends a chunk and gives its place when the broker has it durably.
     *
     * @return fails with {@code StampedeException(TRANSPORT_FAILED)}
     */
    CompletionStage<ChunkPosition> send(ModelChunk chunk);

    /**
     * Sends a manifest and returns when the broker has it durably.
     *
     * @throws io.stampede.core.StampedeException {@code TRANSPORT_FAILED}
     */
    void announce(ModelManifest manifest);
}
