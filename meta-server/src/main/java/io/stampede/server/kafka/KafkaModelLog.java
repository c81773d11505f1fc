package io.stampede.server.kafka;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.stampede.proto.EventType;
import io.stampede.proto.Topics;
import io.stampede.proto.v1.ModelChunk;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.server.publish.ChunkPosition;
import io.stampede.server.publish.ModelLog;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Models on their way to Kafka: chunks through a producer, whose acknowledgement tells partition
 * and offset; manifests through a channel.
 */
@Singleton
public class KafkaModelLog implements ModelLog {
    private final KafkaClients clients;
    private final Topics topics;
    private final Clock clock;
    private final MutinyEmitter<byte[]> manifests;
    private Producer<String, byte[]> producer;

    @Inject
    KafkaModelLog(
            KafkaClients clients,
            Topics topics,
            Clock clock,
            @Channel("manifests") MutinyEmitter<byte[]> manifests) {
        this.clients = clients;
        this.topics = topics;
        this.clock = clock;
        this.manifests = manifests;
    }

    @Override
    public String chunkTopic() {
        return topics.chunk();
    }

    @Override
    public String chunkTopicIdentity() {
        try (Admin admin = clients.admin()) {
            return KafkaClients.await(
                            "describe topic " + chunkTopic(),
                            admin.describeTopics(List.of(chunkTopic())).allTopicNames())
                    .get(chunkTopic())
                    .topicId()
                    .toString();
        }
    }

    @Override
    public CompletionStage<ChunkPosition> send(ModelChunk chunk) {
        String key = HexFormat.of().formatHex(chunk.getSha256().toByteArray());
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        chunkTopic(),
                        null,
                        key,
                        chunk.toByteArray(),
                        EventHeaders.of(key, EventType.MODEL_CHUNK, clock));
        CompletableFuture<ChunkPosition> position = new CompletableFuture<>();
        try {
            Future<RecordMetadata> unused =
                    producer()
                            .send(
                                    record,
                                    (metadata, failure) -> complete(position, metadata, failure));
        } catch (KafkaException e) {
            position.completeExceptionally(KafkaClients.failure("take a chunk", e));
        }
        return position;
    }

    @Override
    public void announce(ModelManifest manifest) {
        String id = manifest.getModelName() + "/" + manifest.getVersion();
        try {
            manifests.sendMessageAndAwait(
                    Message.of(manifest.toByteArray())
                            .addMetadata(
                                    OutgoingKafkaRecordMetadata.<String>builder()
                                            .withKey(manifest.getModelName())
                                            .withHeaders(
                                                    EventHeaders.of(
                                                            id, EventType.MODEL_MANIFEST, clock))
                                            .build()));
        } catch (RuntimeException e) { // the emitter gives the broker's failure as it comes
            throw KafkaClients.failure("take the manifest of " + id, e);
        }
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = clients.producer();
        }
        return producer;
    }

    private static void complete(
            CompletableFuture<ChunkPosition> position, RecordMetadata metadata, Exception failure) {
        if (failure == null) {
            position.complete(new ChunkPosition(metadata.partition(), metadata.offset()));
        } else {
            position.completeExceptionally(KafkaClients.failure("take a chunk", failure));
        }
    }
}
