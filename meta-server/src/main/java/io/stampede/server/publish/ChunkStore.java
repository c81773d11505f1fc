package io.stampede.server.publish;

import java.util.Map;
import java.util.Optional;

/** Remembers which chunks the broker has. Safe for several threads; durable when a call returns. */
public interface ChunkStore {
    /**
     * Where a chunk lies.
     *
     * @param topicIdentity as {@link ModelLog#chunkTopicIdentity()}
     * @param sha256 of the chunk, lower-case hexadecimal
     */
    Optional<ChunkPosition> find(String topicIdentity, String sha256);

    /** Notes where chunks lie, by their hash. */
    void save(String topicIdentity, Map<String, ChunkPosition> positions);
}
