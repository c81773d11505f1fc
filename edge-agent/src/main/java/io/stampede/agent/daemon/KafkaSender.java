package io.stampede.agent.daemon;

import com.google.protobuf.Message;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.stampede.agent.egress.EgressLedger;
import io.stampede.agent.egress.OutboundMessage;
import io.stampede.agent.report.DeviceSender;
import io.stampede.core.StampedeException;
import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.EventType;
import io.stampede.proto.Topics;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.DeviceStatus;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** Sends reports and statuses through one producer, each after the ledger has noted it. */
final class KafkaSender implements DeviceSender {
    private final Emitter<byte[]> emitter;
    private final Topics topics;
    private final EgressLedger ledger;

    private record Address(String topic, String key) {}

    KafkaSender(Emitter<byte[]> emitter, Topics topics, EgressLedger ledger) {
        this.emitter = emitter;
        this.topics = topics;
        this.ledger = ledger;
    }

    @Override
    public CompletionStage<Void> send(AdaptationReport report) {
        CloudEventHeaders event =
                new CloudEventHeaders(
                        report.getReportId(),
                        "/devices/" + report.getDeviceId(),
                        EventType.DEVICE_REPORT,
                        Instant.ofEpochMilli(report.getCreatedAtUnixMillis()));
        return send(new Address(topics.report(), report.getDeviceId()), event, report);
    }

    @Override
    public CompletionStage<Void> send(DeviceStatus status) {
        CloudEventHeaders event =
                new CloudEventHeaders(
                        status.getDeviceId() + "-" + status.getAtUnixMillis(),
                        "/devices/" + status.getDeviceId(),
                        EventType.DEVICE_STATUS,
                        Instant.ofEpochMilli(status.getAtUnixMillis()));
        return send(new Address(topics.status(), status.getDeviceId()), event, status);
    }

    private CompletionStage<Void> send(Address address, CloudEventHeaders event, Message value) {
        OutboundMessage message =
                new OutboundMessage(address.topic(), address.key(), event.toHeaders(), value);
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        RecordHeaders headers = new RecordHeaders();
        message.headers().forEach(headers::add);
        OutgoingKafkaRecordMetadata<String> metadata =
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(message.topic())
                        .withKey(message.key())
                        .withHeaders(headers)
                        .build();
        try {
            ledger.note(message);
            emitter.send(
                    org.eclipse.microprofile.reactive.messaging.Message.of(message.value())
                            .addMetadata(metadata)
                            .withAck(() -> done(acknowledged))
                            .withNack(cause -> failed(acknowledged, cause)));
        } catch (IllegalStateException | StampedeException e) {
            // The channel or the disk has no room: the same as a broker that takes nothing.
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    private static CompletionStage<Void> done(CompletableFuture<Void> acknowledged) {
        acknowledged.complete(null);
        return CompletableFuture.completedFuture(null);
    }

    private static CompletionStage<Void> failed(
            CompletableFuture<Void> acknowledged, Throwable cause) {
        acknowledged.completeExceptionally(cause);
        return CompletableFuture.completedFuture(null);
    }
}
