package io.stampede.server.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.Limits;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What is kept of a record that cannot be used: key, value and headers, each cut to what a legal
 * record can have, so that the broker takes even the worst one.
 */
final class DeadLetter {
    /** Beyond any device id; a character takes at most three bytes in UTF-8. */
    static final int MAX_KEY_CHARACTERS = 4 * Limits.MAX_ID_CHARACTERS;

    private static final int MAX_HEADER_BYTES = 1024;
    private static final List<String> KEPT_HEADERS =
            List.of(
                    CloudEventHeaders.ID,
                    CloudEventHeaders.SOURCE,
                    CloudEventHeaders.TYPE,
                    CloudEventHeaders.TIME);

    private final ConsumerRecord<String, byte[]> record;
    private final String reason;

    DeadLetter(ConsumerRecord<String, byte[]> record, String reason) {
        this.record = record;
        this.reason = reason;
    }

    /** The record's key or its beginning; null where it had none. */
    String key() {
        return isKeyCut() ? record.key().substring(0, MAX_KEY_CHARACTERS) : record.key();
    }

    byte[] value() {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return Arrays.copyOf(value, Math.min(value.length, Limits.MAX_DEVICE_MESSAGE_BYTES));
    }

    Headers headers() {
        RecordHeaders headers = new RecordHeaders();
        add(headers, CloudEventHeaders.DEAD_LETTER_REASON, reason);
        add(headers, CloudEventHeaders.DEAD_LETTER_TOPIC, record.topic());
        add(headers, CloudEventHeaders.DEAD_LETTER_PARTITION, Integer.toString(record.partition()));
        add(headers, CloudEventHeaders.DEAD_LETTER_OFFSET, Long.toString(record.offset()));
        if (isKeyCut()) {
            add(
                    headers,
                    CloudEventHeaders.DEAD_LETTER_KEY_BYTES,
                    Integer.toString(record.serializedKeySize()));
        }
        for (String name : KEPT_HEADERS) {
            Header header = record.headers().lastHeader(name);
            if (header != null
                    && header.value() != null
                    && header.value().length <= MAX_HEADER_BYTES) {
                headers.add(header);
            }
        }
        return headers;
    }

    private boolean isKeyCut() {
        return record.key() != null && record.key().length() > MAX_KEY_CHARACTERS;
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
