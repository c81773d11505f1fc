package io.stampede.agent.daemon;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.stampede.agent.intake.ChunkLocation;
import io.stampede.agent.receive.FetchedChunk;
import io.stampede.core.ErrorCode;
import io.stampede.proto.Topics;
import io.stampede.proto.v1.ModelChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaChunkSourceTest {
    private static final String TOPIC = Topics.DEFAULT.chunk();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final MetricName BYTES =
            new MetricName("incoming-byte-total", "consumer-metrics", "", Map.of());

    private final MockConsumer<String, byte[]> consumer =
            new MockConsumer<>("none") {
                @Override
                public Map<MetricName, ? extends Metric> metrics() {
                    return Map.of(BYTES, metric(slow ? bytes++ : bytes));
                }
            };
    private final KafkaChunkSource source = new KafkaChunkSource(() -> consumer);
    private final List<FetchedChunk> arrived = new ArrayList<>();
    private boolean slow;
    private double bytes;

    KafkaChunkSourceTest() {
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 5L));
        consumer.updateEndOffsets(Map.of(PARTITION, 20L));
    }

    @Test
    void fetches_by_offset() {
        record(7, "a");

        fetch(7);

        assertEquals(List.of(7L), offsets());
        assertEquals("a", arrived.get(0).key());
    }

    @Test
    void hands_on_what_stands_where_compaction_removed_the_wanted_record() {
        record(9, "b");

        fetch(7);

        assertEquals(List.of(9L), offsets());
    }

    @Test
    void asks_for_nothing_outside_the_log_or_in_a_partition_that_is_not_there() {
        fetch(4);
        fetch(20);
        source.fetch(TOPIC, List.of(new ChunkLocation("aa", 1, 3, 7)), arrived::add);

        assertEquals(List.of(), arrived);
    }

    @Test
    void hands_on_a_value_that_is_no_chunk_without_data() {
        consumer.schedulePollTask(
                () ->
                        consumer.addRecord(
                                new ConsumerRecord<>(
                                        TOPIC,
                                        0,
                                        7,
                                        "a",
                                        "\u0001garbage".getBytes(StandardCharsets.UTF_8))));

        fetch(7);

        assertEquals(List.of(7L), offsets());
    }

    @Test
    void lets_go_of_a_consumer_that_failed() {
        consumer.setPollException(new KafkaException("broken"));

        assertFails(ErrorCode.TRANSPORT_FAILED, () -> fetch(7));
        assertTrue(consumer.closed());
    }

    @Test
    void presets_small_buffers_and_no_group() {
        Map<String, Object> settings =
                KafkaPreset.chunkConsumer(
                        Map.of("bootstrap.servers", "b:1", "group.id", "wrong"), "dev");

        assertEquals("b:1", settings.get("bootstrap.servers"));
        assertEquals("false", settings.get("enable.auto.commit"));
        assertTrue((int) settings.get("fetch.max.bytes") <= 1 << 20);
        assertFalse(settings.containsKey("group.id"));
    }

    @Test
    void presets_a_group_for_each_device() {
        Map<String, String> keys =
                KafkaPreset.channels("dev", new Topics("other"), Set.of("group.id"));

        assertEquals("dev-manifests", keys.get("mp.messaging.incoming.manifests.group.id"));
        assertEquals("other.model.manifest", keys.get("mp.messaging.incoming.manifests.topic"));
        assertEquals("all", keys.get("mp.messaging.outgoing.device.acks"));
    }

    @Test
    void presets_nothing_that_the_owner_of_the_device_has_set() {
        // Given
        Map<String, Object> theirs =
                Map.of("fetch.max.bytes", "7", "request.timeout.ms", "8", "max.poll.records", "9");

        // When
        Map<String, Object> chunks = KafkaPreset.chunkConsumer(theirs, "dev");
        Map<String, String> channels = KafkaPreset.channels("dev", Topics.DEFAULT, theirs.keySet());

        // Then
        assertEquals("7", chunks.get("fetch.max.bytes"));
        assertEquals("8", chunks.get("request.timeout.ms"));
        assertEquals("1", chunks.get("max.poll.records"), "the source takes one at a time");
        assertFalse(channels.containsKey("mp.messaging.incoming.manifests.fetch.max.bytes"));
        assertFalse(channels.containsKey("mp.messaging.outgoing.device.request.timeout.ms"));
        assertTrue(channels.containsKey("mp.messaging.incoming.manifests.max.poll.records"));
        assertTrue(channels.containsKey("mp.messaging.outgoing.device.acks"));
    }

    @Test
    void waits_for_a_chunk_for_as_long_as_bytes_of_it_arrive() {
        slow = true;
        pollInVain(100);
        record(7, "a");

        fetch(7);

        assertEquals(List.of(7L), offsets());
    }

    @Test
    void gives_up_where_not_one_byte_arrives_and_where_a_chunk_never_ends() {
        pollInVain(300);
        assertFails(ErrorCode.TRANSPORT_FAILED, () -> fetch(7));

        slow = true;
        pollInVain(300);
        assertFails(ErrorCode.TRANSPORT_FAILED, () -> fetch(7));
    }

    @Test
    void ends_a_fetch_that_takes_long_with_the_chunk_that_it_has() {
        slow = true;
        pollInVain(100);
        record(7, "a");
        record(8, "b");

        source.fetch(
                TOPIC,
                List.of(new ChunkLocation("aa", 1, 0, 7), new ChunkLocation("bb", 1, 0, 8)),
                arrived::add);
        assertEquals(List.of(7L), offsets());

        fetch(8);
        assertEquals(List.of(7L, 8L), offsets());
    }

    private void pollInVain(int times) {
        for (int i = 0; i < times; i++) {
            consumer.schedulePollTask(() -> {});
        }
    }

    private static Metric metric(double value) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                return BYTES;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        };
    }

    private void fetch(long offset) {
        source.fetch(TOPIC, List.of(new ChunkLocation("aa", 1, 0, offset)), arrived::add);
    }

    private void record(long offset, String key) {
        byte[] value =
                ModelChunk.newBuilder()
                        .setData(ByteString.copyFromUtf8("data"))
                        .build()
                        .toByteArray();
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, key, value)));
    }

    private List<Long> offsets() {
        return arrived.stream().map(FetchedChunk::offset).toList();
    }
}
