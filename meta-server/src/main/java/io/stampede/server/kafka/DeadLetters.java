package io.stampede.server.kafka;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Keeps records that cannot be used, with the reason, where an operator can look at them. */
@Singleton
public class DeadLetters {
    private final Topics topics;
    private final MutinyEmitter<byte[]> letters;

    @Inject
    DeadLetters(Topics topics, @Channel("dead-letters") MutinyEmitter<byte[]> letters) {
        this.topics = topics;
        this.letters = letters;
    }

    /**
     * Keeps a record, as {@link DeadLetter} cuts it, and returns when the broker has it.
     *
     * @throws StampedeException {@code TRANSPORT_FAILED}
     */
    void keep(ConsumerRecord<String, byte[]> record, String reason) {
        DeadLetter letter = new DeadLetter(record, reason);
        try {
            send(record, letter);
        } catch (RuntimeException e) { // the emitter throws whatever its producer does
            throw new StampedeException(
                    ErrorCode.TRANSPORT_FAILED,
                    "expected to keep a refused record of " + record.topic() + ", found " + e,
                    e);
        }
    }

    private void send(ConsumerRecord<String, byte[]> record, DeadLetter letter) {
        letters.sendMessageAndAwait(
                Message.of(letter.value())
                        .addMetadata(
                                OutgoingKafkaRecordMetadata.<String>builder()
                                        .withTopic(topics.deadLetters(record.topic()))
                                        .withKey(letter.key())
                                        .withHeaders(letter.headers())
                                        .build()));
    }
}
