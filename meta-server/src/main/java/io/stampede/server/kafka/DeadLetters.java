package io.stampede.server.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.Limits;
import io.stampede.proto.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Keeps records that cannot be used, with the reason, where an operator can look at them. */
@Singleton
public class DeadLetters {
    private static final int MAX_HEADER_BYTES = 1024;
    private static final List<String> KEPT_HEADERS =
            List.of(
                    CloudEventHeaders.ID,
                    CloudEventHeaders.SOURCE,
                    CloudEventHeaders.TYPE,
                    CloudEventHeaders.TIME);

    private final Topics topics;
    private final MutinyEmitter<byte[]> letters;

    @Inject
    DeadLetters(Topics topics, @Channel("dead-letters") MutinyEmitter<byte[]> letters) {
        this.topics = topics;
        this.letters = letters;
    }

    /**
     * Keeps a record and returns when the broker has it. What is longer than any legal message is
     * cut, so that even the worst record fits.
     */
    void keep(ConsumerRecord<String, byte[]> record, String reason) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        letters.sendMessageAndAwait(
                Message.of(
                                Arrays.copyOf(
                                        value,
                                        Math.min(value.length, Limits.MAX_DEVICE_MESSAGE_BYTES)))
                        .addMetadata(
                                OutgoingKafkaRecordMetadata.<String>builder()
                                        .withTopic(topics.deadLetters(record.topic()))
                                        .withKey(record.key())
                                        .withHeaders(headers(record, reason))
                                        .build()));
    }

    private static Headers headers(ConsumerRecord<String, byte[]> record, String reason) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, CloudEventHeaders.DEAD_LETTER_REASON, reason);
        add(headers, CloudEventHeaders.DEAD_LETTER_TOPIC, record.topic());
        add(headers, CloudEventHeaders.DEAD_LETTER_PARTITION, Integer.toString(record.partition()));
        add(headers, CloudEventHeaders.DEAD_LETTER_OFFSET, Long.toString(record.offset()));
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

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
