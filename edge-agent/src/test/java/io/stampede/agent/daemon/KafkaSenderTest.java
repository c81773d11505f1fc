package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.stampede.agent.egress.OutboundMessage;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Topics;
import io.stampede.proto.v1.AdaptationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class KafkaSenderTest {
    private static final AdaptationReport REPORT =
            AdaptationReport.newBuilder().setReportId("r").setDeviceId("d").build();

    private final FakeEmitter emitter = new FakeEmitter();
    private final List<OutboundMessage> noted = new ArrayList<>();

    @Test
    void hands_over_the_very_bytes_that_the_ledger_noted() {
        // When
        KafkaSender sender = new KafkaSender(emitter, Topics.DEFAULT, noted::add);
        CompletableFuture<Void> sent = sender.send(REPORT).toCompletableFuture();

        // Then
        assertFalse(sent.isDone());
        Message<byte[]> message = emitter.sent.get(0);
        OutgoingKafkaRecordMetadata<?> metadata =
                message.getMetadata(OutgoingKafkaRecordMetadata.class).orElseThrow();
        assertArrayEquals(noted.get(0).value(), message.getPayload());
        assertEquals(noted.get(0).topic(), metadata.getTopic());
        assertEquals(noted.get(0).key(), metadata.getKey());
        List<String> names = new ArrayList<>();
        for (Header header : metadata.getHeaders()) {
            names.add(header.key());
            assertArrayEquals(noted.get(0).headers().get(header.key()), header.value());
        }
        assertEquals(List.copyOf(noted.get(0).headers().keySet()), names);
    }

    @Test
    void notes_every_attempt() {
        KafkaSender sender = new KafkaSender(emitter, Topics.DEFAULT, noted::add);

        sender.send(REPORT).toCompletableFuture().isDone();
        sender.send(REPORT).toCompletableFuture().isDone();

        assertEquals(2, noted.size());
    }

    @Test
    void sends_nothing_that_could_not_be_noted() {
        // Given
        KafkaSender sender =
                new KafkaSender(
                        emitter,
                        Topics.DEFAULT,
                        message -> {
                            throw new StampedeException(ErrorCode.STORAGE_FAILED, "full");
                        });

        // When
        CompletableFuture<Void> sent = sender.send(REPORT).toCompletableFuture();

        // Then
        assertTrue(sent.isCompletedExceptionally());
        assertEquals(List.of(), emitter.sent);
    }

    private static final class FakeEmitter implements Emitter<byte[]> {
        private final List<Message<byte[]>> sent = new ArrayList<>();

        @Override
        public CompletionStage<Void> send(byte[] payload) {
            throw new AssertionError("expected a message with metadata");
        }

        @Override
        public <M extends Message<? extends byte[]>> void send(M message) {
            @SuppressWarnings("unchecked") // Of byte[], as this emitter is.
            Message<byte[]> known = (Message<byte[]>) message;
            sent.add(known);
        }

        @Override
        public void complete() {}

        @Override
        public void error(Exception e) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean hasRequests() {
            return true;
        }
    }
}
