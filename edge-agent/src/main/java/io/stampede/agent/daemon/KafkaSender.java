package io.stampede.agent.daemon;

import com.google.protobuf.MessageLite;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.stampede.agent.report.DeviceSender;
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
import org.eclipse.microprofile.reactive.messaging.Message;

/** Sends reports and statuses through one producer. */
final class KafkaSender implements DeviceSender {
    private final Emitter<byte[]> emitter;
    private final Topics topics;

    private record Address(String topic, String key) {}

    KafkaSender(Emitter<byte[]> emitter, Topics topics) {
        this.emitter = emitter;
        this.topics = topics;
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

    private CompletionStage<Void> send(
            Address address, CloudEventHeaders event, MessageLite value) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        RecordHeaders headers = new RecordHeaders();
        event.toHeaders().forEach(headers::add);
        OutgoingKafkaRecordMetadata<String> metadata =
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(address.topic())
                        .withKey(address.key())
                        .withHeaders(headers)
                        .build();
        try {
            emitter.send(
                    Message.of(value.toByteArray())
                            .addMetadata(metadata)
                            .withAck(() -> done(acknowledged))
                            .withNack(cause -> failed(acknowledged, cause)));
        } catch (IllegalStateException e) {
            // The channel has no room: the same as a broker that takes nothing.
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
