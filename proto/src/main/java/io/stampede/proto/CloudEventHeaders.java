package io.stampede.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The CloudEvents attributes of one record, as headers in the binary content mode of the
 * CloudEvents 1.0 Kafka binding.
 *
 * @param id unique within the source; a chunk's hash, a report's id
 * @param source who sent it, a URI reference: {@code /meta-server} or {@code /devices/ID}
 * @param type what the value is
 * @param time when it was made
 */
public record CloudEventHeaders(String id, String source, EventType type, Instant time) {
    /** Name of the header with the id. */
    public static final String ID = "ce_id";

    /** Name of the header with the source. */
    public static final String SOURCE = "ce_source";

    /** Name of the header with the type. */
    public static final String TYPE = "ce_type";

    /** Name of the header with the version of CloudEvents. */
    public static final String SPEC_VERSION = "ce_specversion";

    /** Name of the header with the time, RFC 3339. */
    public static final String TIME = "ce_time";

    /** Name of the header with the media type of the value. */
    public static final String CONTENT_TYPE = "content-type";

    /** The version of CloudEvents in use. */
    public static final String SPEC_VERSION_VALUE = "1.0";

    /** The media type of every value. */
    public static final String PROTOBUF = "application/protobuf";

    /** Name of the header that says why a record is among the dead letters. */
    public static final String DEAD_LETTER_REASON = "stampede-reason";

    /** Name of the header with the topic that a dead letter came from. */
    public static final String DEAD_LETTER_TOPIC = "stampede-topic";

    /** Name of the header with the partition that a dead letter came from. */
    public static final String DEAD_LETTER_PARTITION = "stampede-partition";

    /** Name of the header with the offset that a dead letter came from. */
    public static final String DEAD_LETTER_OFFSET = "stampede-offset";

    /** Name of the header with the length that the key of a dead letter had before it was cut. */
    public static final String DEAD_LETTER_KEY_BYTES = "stampede-key-bytes";

    /** Checks the components. */
    public CloudEventHeaders {
        requireNonEmpty(id, "id");
        requireNonEmpty(source, "source");
        requireNonNull(type, "type is null");
        requireNonNull(time, "time is null");
    }

    /** The headers in a fixed order; values are UTF-8. */
    public Map<String, byte[]> toHeaders() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(SPEC_VERSION, SPEC_VERSION_VALUE.getBytes(UTF_8));
        headers.put(ID, id.getBytes(UTF_8));
        headers.put(SOURCE, source.getBytes(UTF_8));
        headers.put(TYPE, type.id().getBytes(UTF_8));
        headers.put(TIME, time.toString().getBytes(UTF_8));
        headers.put(CONTENT_TYPE, PROTOBUF.getBytes(UTF_8));
        return Collections.unmodifiableMap(headers);
    }

    private static void requireNonEmpty(String value, String name) {
        if (requireNonNull(value, name + " is null").isEmpty()) {
            throw new IllegalArgumentException("expected a CloudEvents " + name + ", found none");
        }
    }
}
