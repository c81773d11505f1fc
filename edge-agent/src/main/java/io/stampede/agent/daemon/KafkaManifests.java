package io.stampede.agent.daemon;

import io.smallrye.common.annotation.Blocking;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hands manifests from Kafka to the intake; a record is acknowledged once it is on disk. */
@ApplicationScoped
public class KafkaManifests {
    private final Daemon daemon;

    KafkaManifests(Daemon daemon) {
        this.daemon = daemon;
    }

    /** Takes one record; a tombstone withdraws a model, which changes nothing here. */
    @Incoming("manifests")
    @Blocking
    void receive(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            daemon.intake().accept(record.value());
        } catch (StampedeException e) {
            if (e.code() != ErrorCode.STORAGE_FAILED) {
                Daemon.stopBecauseOf(e);
            }
            throw e;
        }
    }
}
