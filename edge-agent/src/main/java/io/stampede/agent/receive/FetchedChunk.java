package io.stampede.agent.receive;

import static java.util.Objects.requireNonNull;

/**
 * A record as it came from outside: nothing in it is believed yet.
 *
 * <p>A class and not a record because it holds an array, which it takes over.
 */
public final class FetchedChunk {
    private final String key;
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
        this.key = requireNonNull(key, "key is null");
        this.data = requireNonNull(data, "data is null");
        this.partition = partition;
        this.offset = offset;
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
