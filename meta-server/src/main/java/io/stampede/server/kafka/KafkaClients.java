package io.stampede.server.kafka;

import io.smallrye.common.annotation.Identifier;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes Kafka clients with the connection settings, security included, of the channels. */
@Singleton
public class KafkaClients {
    private static final int TIMEOUT_SECONDS = 20;
    private static final long PRODUCER_MEMORY_BYTES = 16L << 20;

    private final Map<String, Object> connection;

    @Inject
    KafkaClients(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.connection = Map.copyOf(connection);
    }

    /** An administrator; the caller closes. */
    Admin admin() {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 500);
        return Admin.create(settings);
    }

    /** A producer that loses nothing and doubles nothing; the caller closes. */
    Producer<String, byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_MEMORY_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_SECONDS * 1000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 500);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 3000);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Waits for an answer of the broker.
     *
     * @param expectation completes "expected the broker to ..."
     * @throws StampedeException {@code TRANSPORT_FAILED}
     */
    static <T> T await(String expectation, KafkaFuture<T> answer) {
        try {
            return answer.get(TIMEOUT_SECONDS * 2L, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(expectation, e.getCause());
        } catch (TimeoutException e) {
            throw failure(expectation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(expectation, e);
        }
    }

    static StampedeException failure(String expectation, Throwable cause) {
        return new StampedeException(
                ErrorCode.TRANSPORT_FAILED,
                "expected the broker to " + expectation + ", found " + cause,
                cause);
    }
}
