package io.stampede.server.publish;

/**
 * Where the broker keeps a chunk.
 *
 * @param partition of the chunk topic
 * @param offset within the partition
 */
public record ChunkPosition(int partition, long offset) {
    /** Checks the components. */
    public ChunkPosition {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "expected a partition and offset of at least 0, found %d and %d"
                            .formatted(partition, offset));
        }
    }
}
