package io.stampede.it.path;

import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What an outsider sees of a broker. */
final class BrokerView implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final Map<String, Object> connection;
    private final Admin admin;

    BrokerView(String bootstrapServers) {
        this.connection = Map.of("bootstrap.servers", bootstrapServers);
        this.admin = Admin.create(connection);
    }

    /** Everything in a topic, raw. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (int i = 0; i < PATIENCE_SECONDS && !isAt(consumer, ends); i++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            if (!isAt(consumer, ends)) {
                throw new AssertionError("expected to read " + topic + " to its end");
            }
        }
        return records;
    }

    /** A topic's own settings among the given names. */
    Map<String, String> policy(String topic, Collection<String> names) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var config = await(admin.describeConfigs(List.of(resource)).all()).get(resource);
        Map<String, String> policy = new LinkedHashMap<>();
        names.forEach(name -> policy.put(name, config.get(name).value()));
        return policy;
    }

    Set<String> topics() {
        return new TreeSet<>(await(admin.listTopics().names()));
    }

    Set<String> groups() {
        return await(admin.listGroups().all()).stream()
                .map(GroupListing::groupId)
                .collect(toCollection(TreeSet::new));
    }

    /** Whether a group has committed everything that is in a topic of one partition. */
    boolean hasRead(String group, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        var committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                        .get(partition);
        return committed != null && committed.offset() == end(partition);
    }

    /** How many records a topic of one partition ever had. */
    long end(String topic) {
        return end(new TopicPartition(topic, 0));
    }

    private long end(TopicPartition partition) {
        var latest = OffsetSpec.latest();
        return await(admin.listOffsets(Map.of(partition, latest)).partitionResult(partition))
                .offset();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private static boolean isAt(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("expected an answer of the broker, found " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
