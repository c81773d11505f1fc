package io.stampede.agent.receive;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;

/**
 * A record as it came from outside: nothing in it is believed yet.
 *
 * <p>A class and not a record because it holds an array, which it takes over.
 */
public final class FetchedChunk {
    private final String key;
    private final boolean readable;
    private final byte[] data;
    private final int partition;
    private final long offset;

    /**
     * Takes over its array.
     *
     * @param key of the record, empty where it had none
     * @param data of the chunk message, empty where the record held none
     * @param partition where the record lay
     * @param offset where the record lay
     */
    public FetchedChunk(String key, byte[] data, int partition, long offset) {
        this(key, data, partition, offset, true);
    }

    private FetchedChunk(String key, byte[] data, int partition, long offset, boolean readable) {
        this.key = requireNonNull(key, "key is null");
        this.data = requireNonNull(data, "data is null");
        this.partition = partition;
        this.offset = offset;
        this.readable = readable;
    }

    /** A record whose value is no chunk message. */
    public static FetchedChunk unreadable(String key, int partition, long offset) {
        return new FetchedChunk(key, new byte[0], partition, offset, false);
    }

    /** What is wrong with its bytes, where they are not those of a chunk that is wanted. */
    ErrorCode fault(int wantedBytes) {
        if (!readable || data.length == wantedBytes) {
            return ErrorCode.CHUNK_CORRUPT;
        }
        if (data.length == 0) {
            return ErrorCode.CHUNK_EMPTY;
        }
        return data.length < wantedBytes ? ErrorCode.CHUNK_TRUNCATED : ErrorCode.CHUNK_OVERSIZED;
    }

    /** The record's key. */
    public String key() {
        return key;
    }

    /** The bytes themselves; not copied, not to be changed. */
    byte[] data() {
        return data;
    }

    /** Where the record lay. */
    public int partition() {
        return partition;
    }

    /** Where the record lay. */
    public long offset() {
        return offset;
    }
}
