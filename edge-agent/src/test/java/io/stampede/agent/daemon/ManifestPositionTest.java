package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestPositionTest {
    private static final TopicPartition PARTITION = new TopicPartition("manifests", 0);
    private static final long BEGINNING = 3;
    private static final long REMEMBERED = 17;

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void remember() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, BEGINNING));
        consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(REMEMBERED)));
        consumer.seek(PARTITION, REMEMBERED);
    }

    @Test
    void a_device_that_knows_no_model_hears_from_the_beginning() {
        // When
        new ManifestPosition(() -> false).onPartitionsAssigned(consumer, List.of(PARTITION));

        // Then: also after a crash in the middle
        assertEquals(BEGINNING, consumer.position(PARTITION));
        assertEquals(BEGINNING, committed());
    }

    @Test
    void a_device_that_knows_one_goes_on_where_it_stopped() {
        // When
        new ManifestPosition(() -> true).onPartitionsAssigned(consumer, List.of(PARTITION));

        // Then
        assertEquals(REMEMBERED, consumer.position(PARTITION));
        assertEquals(REMEMBERED, committed());
    }

    @Test
    void a_broker_that_does_not_answer_keeps_nobody_from_hearing() {
        // Given
        consumer.setOffsetsException(new TimeoutException("no answer"));

        // When
        new ManifestPosition(() -> false).onPartitionsAssigned(consumer, List.of(PARTITION));

        // Then
        consumer.setOffsetsException(null);
        assertEquals(BEGINNING, consumer.position(PARTITION));
    }

    @Test
    void without_a_partition_nothing_is_moved() {
        // When
        new ManifestPosition(() -> false).onPartitionsAssigned(consumer, List.of());

        // Then
        assertEquals(REMEMBERED, consumer.position(PARTITION));
        assertEquals(REMEMBERED, committed());
    }

    private long committed() {
        return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
    }
}
