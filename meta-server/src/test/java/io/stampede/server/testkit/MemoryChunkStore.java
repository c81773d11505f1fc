package io.stampede.server.testkit;

import io.stampede.server.publish.ChunkPosition;
import io.stampede.server.publish.ChunkStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Positions of published chunks in memory. */
public final class MemoryChunkStore implements ChunkStore {
    private final Map<String, ChunkPosition> positions = new ConcurrentHashMap<>();

    @Override
    public Optional<ChunkPosition> find(String topicIdentity, String sha256) {
        return Optional.ofNullable(positions.get(topicIdentity + sha256));
    }

    @Override
    public void save(String topicIdentity, Map<String, ChunkPosition> added) {
        added.forEach((sha256, position) -> positions.put(topicIdentity + sha256, position));
    }
}
