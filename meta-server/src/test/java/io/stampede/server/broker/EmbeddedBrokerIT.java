package io.stampede.server.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.testkit.TopicReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final String TOPIC = "kept";

    @TempDir Path directory;

    @Test
    void what_was_written_outlives_a_restart_on_another_port() throws Exception {
        // Given
        byte[] value = "value".getBytes(UTF_8);
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            write(broker.bootstrapServers(), value);
        }

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            var records = TopicReader.readUntil(broker.bootstrapServers(), TOPIC, record -> true);

            // Then
            assertTrue(broker.bootstrapServers().startsWith("127.0.0.1:"));
            assertEquals("key", records.get(0).key());
            assertArrayEquals(value, records.get(0).value());
        }
    }

    @Test
    void a_port_in_use_is_refused_with_one_line() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            // When
            var refusal =
                    assertThrows(
                            StampedeException.class, () -> EmbeddedBroker.start(directory, port));

            // Then
            assertEquals(ErrorCode.TRANSPORT_FAILED, refusal.code());
            assertTrue(refusal.getMessage().contains(Integer.toString(port)), refusal.getMessage());
        }
    }

    @Test
    void a_directory_that_is_a_file_is_refused() throws Exception {
        // Given
        Path file = Files.createFile(directory.resolve("file"));

        // When
        var refusal = assertThrows(StampedeException.class, () -> EmbeddedBroker.start(file, 0));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, refusal.code());
    }

    private static void write(String bootstrapServers, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(settings);
                var producer =
                        new KafkaProducer<>(
                                settings, new StringSerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            producer.send(new ProducerRecord<>(TOPIC, "key", value)).get();
        }
    }
}
