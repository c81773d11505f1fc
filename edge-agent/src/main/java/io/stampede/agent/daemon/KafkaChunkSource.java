package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stampede.agent.intake.ChunkLocation;
import io.stampede.agent.receive.ChunkSource;
import io.stampede.agent.receive.FetchedChunk;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.v1.ModelChunk;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Fetches chunks from Kafka by partition and offset: no group, no commit, no record that is not
 * wanted. A link may be slow: for as long as bytes arrive they are waited for, and a fetch that
 * takes long ends with the chunk that it has.
 *
 * <p>Compaction may have removed a record since; the next one then arrives in its place and the
 * receiver sees that it is another.
 */
public final class KafkaChunkSource implements ChunkSource {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Polls in a row that bring not one byte before a chunk is given up: 20 s. */
    private static final int SILENT_POLLS = 40;

    /**
     * Polls for one chunk, however slowly it comes: 80 s, so that a step ends before a watchdog.
     */
    private static final int POLLS_PER_CHUNK = 160;

    /** Polls after which the rest is left for the next fetch: 20 s. */
    private static final int POLLS_PER_FETCH = 40;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private volatile Consumer<String, byte[]> consumer;
    private int polls; // of the fetch under way

    /**
     * Creates a source that is not connected yet.
     *
     * @param consumers makes a consumer without group whose fetches are as small as a chunk or two
     */
    public KafkaChunkSource(Supplier<Consumer<String, byte[]>> consumers) {
        this.consumers = requireNonNull(consumers, "consumers is null");
    }

    @Override
    public void fetch(
            String topic,
            List<ChunkLocation> wanted,
            java.util.function.Consumer<FetchedChunk> sink) {
        polls = 0;
        try {
            if (consumer == null) {
                consumer = consumers.get();
            }
            byPartition(topic, wanted)
                    .forEach((partition, chunks) -> fetch(partition, chunks, sink));
        } catch (KafkaException e) {
            release();
            throw new StampedeException(
                    ErrorCode.TRANSPORT_FAILED,
                    "could not fetch from %s: %s; is the broker reachable?"
                            .formatted(topic, e.getMessage()),
                    e);
        }
    }

    @Override
    public void hurry() {
        Consumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    @Override
    public void release() {
        Consumer<String, byte[]> open = consumer;
        if (open != null) {
            consumer = null;
            open.close(Duration.ofSeconds(1));
        }
    }

    private static Map<TopicPartition, List<ChunkLocation>> byPartition(
            String topic, List<ChunkLocation> wanted) {
        return wanted.stream()
                .sorted(Comparator.comparingLong(ChunkLocation::offset))
                .collect(
                        Collectors.groupingBy(
                                chunk -> new TopicPartition(topic, chunk.partition()),
                                () ->
                                        new TreeMap<>(
                                                Comparator.comparingInt(TopicPartition::partition)),
                                Collectors.toList()));
    }

    private void fetch(
            TopicPartition partition,
            List<ChunkLocation> chunks,
            java.util.function.Consumer<FetchedChunk> sink) {
        if (polls > POLLS_PER_FETCH) {
            return;
        }
        boolean exists =
                consumer.partitionsFor(partition.topic()).stream()
                        .anyMatch(info -> info.partition() == partition.partition());
        if (!exists) {
            return;
        }
        consumer.assign(List.of(partition));
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        long next = -1;
        for (ChunkLocation chunk : chunks) {
            boolean mayBeThere = chunk.offset() >= begin && chunk.offset() < end;
            if (mayBeThere && chunk.offset() >= next && polls <= POLLS_PER_FETCH) {
                if (chunk.offset() != next) {
                    consumer.seek(partition, chunk.offset());
                }
                next = fetch(partition, end, sink) + 1;
            }
        }
    }

    /** Hands on the first record at or behind the position; returns where it lay. */
    private long fetch(
            TopicPartition partition, long end, java.util.function.Consumer<FetchedChunk> sink) {
        int silent = 0;
        double bytes = bytesArrived();
        for (int i = 0; i < POLLS_PER_CHUNK && silent < SILENT_POLLS; i++) {
            polls++;
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                sink.accept(decode(record));
                return record.offset();
            }
            if (consumer.position(partition) >= end) {
                return end;
            }
            double before = bytes;
            bytes = bytesArrived();
            silent = bytes > before ? 0 : silent + 1;
        }
        throw new StampedeException(
                ErrorCode.TRANSPORT_FAILED,
                "expected a record at %s offset %d, found %s; is the broker reachable?"
                        .formatted(
                                partition,
                                consumer.position(partition),
                                silent < SILENT_POLLS
                                        ? "too little of it in 80 s"
                                        : "no byte in 20 s"));
    }

    /** Of responses that are not complete yet too, which no poll tells of. */
    private double bytesArrived() {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals("consumer-metrics"))
                .filter(metric -> metric.metricName().name().equals("incoming-byte-total"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }

    private static FetchedChunk decode(ConsumerRecord<String, byte[]> record) {
        String key = record.key() == null ? "" : record.key();
        if (record.value() == null) {
            return FetchedChunk.unreadable(key, record.partition(), record.offset());
        }
        try {
            byte[] data = ModelChunk.parseFrom(record.value()).getData().toByteArray();
            return new FetchedChunk(key, data, record.partition(), record.offset());
        } catch (InvalidProtocolBufferException e) {
            return FetchedChunk.unreadable(key, record.partition(), record.offset());
        }
    }
}
