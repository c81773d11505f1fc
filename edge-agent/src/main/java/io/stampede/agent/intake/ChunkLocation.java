package io.stampede.agent.intake;

import static java.util.Objects.requireNonNull;

/**
 * Says where one piece of a model lies and how to recognise it.
 *
 * @param sha256 of the piece, in lower-case hexadecimal; also the key of its record
 * @param lengthBytes its length
 * @param partition of the chunk topic
 * @param offset in that partition, where compaction may since have left another record
 */
public record ChunkLocation(String sha256, int lengthBytes, int partition, long offset) {
    /** Checks that there is a digest. */
    public ChunkLocation {
        requireNonNull(sha256, "sha256 is null");
    }
}
