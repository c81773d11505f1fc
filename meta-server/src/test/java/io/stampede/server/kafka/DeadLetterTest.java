package io.stampede.server.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.Limits;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final int LONG_KEY_BYTES = 400 * 1024;

    /** What a legal message may take with its headers, far below the broker's 1 MiB. */
    private static final int MOST_BYTES =
            Limits.MAX_DEVICE_MESSAGE_BYTES + 2 * Limits.RECORD_OVERHEAD_BYTES;

    @Test
    void a_key_of_hundreds_of_kilobytes_that_is_no_text_is_cut_and_its_length_is_told() {
        // Given
        byte[] key = new byte[LONG_KEY_BYTES];
        Arrays.fill(key, (byte) 0xff);
        DeadLetter letter = letter(key, new byte[1 << 20]);

        // When
        int bytes = letter.key().getBytes(UTF_8).length + letter.value().length;
        for (var header : letter.headers()) {
            bytes += header.key().length() + header.value().length;
        }

        // Then
        assertTrue(bytes <= MOST_BYTES, "bytes: " + bytes);
        assertEquals(DeadLetter.MAX_KEY_CHARACTERS, letter.key().length());
        assertEquals("409600", header(letter, CloudEventHeaders.DEAD_LETTER_KEY_BYTES));
    }

    @Test
    void the_key_of_a_device_and_a_message_of_legal_length_are_kept_as_they_came() {
        // Given
        byte[] value = {1, 2, 3};

        // When
        DeadLetter letter = letter("camera-17".getBytes(UTF_8), value);

        // Then
        assertEquals("camera-17", letter.key());
        assertArrayEquals(value, letter.value());
        assertNull(letter.headers().lastHeader(CloudEventHeaders.DEAD_LETTER_KEY_BYTES));
        assertEquals("no message", header(letter, CloudEventHeaders.DEAD_LETTER_REASON));
        assertEquals("12", header(letter, CloudEventHeaders.DEAD_LETTER_OFFSET));
    }

    @Test
    void a_record_without_key_and_value_is_kept_too() {
        // When
        DeadLetter letter = letter(null, null);

        // Then
        assertNull(letter.key());
        assertEquals(0, letter.value().length);
    }

    /** A record as the channel's deserializers make it. */
    private static DeadLetter letter(byte[] key, byte[] value) {
        try (StringDeserializer keys = new StringDeserializer()) {
            return new DeadLetter(
                    new ConsumerRecord<>(
                            "stampede.device.report",
                            0,
                            12,
                            0,
                            TimestampType.CREATE_TIME,
                            key == null ? -1 : key.length,
                            value == null ? -1 : value.length,
                            keys.deserialize("stampede.device.report", key),
                            value,
                            new RecordHeaders(),
                            Optional.empty()),
                    "no message");
        }
    }

    private static String header(DeadLetter letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
