package io.stampede.proto;

/** Sizes that both sides hold to, so that no record is refused on the way. */
public final class Limits {
    /** Length of a chunk unless configured otherwise. */
    public static final int DEFAULT_CHUNK_BYTES = 256 * 1024;

    /** Shortest chunk length that may be configured; the last chunk of a file may be shorter. */
    public static final int MIN_CHUNK_BYTES = 64 * 1024;

    /** Longest chunk length that may be configured. */
    public static final int MAX_CHUNK_BYTES = 512 * 1024;

    /** What a record may have besides a chunk's data: hash, protobuf framing, key, headers. */
    public static final int RECORD_OVERHEAD_BYTES = 4 * 1024;

    /** Longest manifest; with the default chunk length it describes a file of over 2 GiB. */
    public static final int MAX_MANIFEST_BYTES = 900 * 1024;

    /** Longest report or status. */
    public static final int MAX_DEVICE_MESSAGE_BYTES = 64 * 1024;

    /** Longest model name. */
    public static final int MAX_MODEL_NAME_CHARACTERS = 64;

    /** Longest device id or report id. */
    public static final int MAX_ID_CHARACTERS = 64;

    /** Regular expression of model names: they become file names and record keys. */
    public static final String MODEL_NAME_PATTERN = "[a-z0-9][a-z0-9._-]{0,63}";

    /** Regular expression of device ids and report ids. */
    public static final String ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /** Length of a SHA-256. */
    public static final int SHA256_BYTES = 32;

    private Limits() {}
}
