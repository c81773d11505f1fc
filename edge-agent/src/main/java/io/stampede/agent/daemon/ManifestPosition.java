package io.stampede.agent.daemon;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a device begins to hear: where the broker says that it stopped or, while it knows no model
 * at all, at the beginning.
 *
 * <p>The broker remembers a device by its id, and so remembers one whose data directory was lost or
 * whose hardware was replaced: by the broker's word alone it would hear nothing before the next
 * model.
 */
@ApplicationScoped
@Identifier(ManifestPosition.NAME)
public class ManifestPosition implements KafkaConsumerRebalanceListener {
    static final String NAME = "manifest-position";
    private static final Logger LOG = LoggerFactory.getLogger(ManifestPosition.class);

    private final BooleanSupplier knowsAny;

    @Inject
    ManifestPosition(Daemon daemon) {
        this(daemon::knowsAnyModel);
    }

    ManifestPosition(BooleanSupplier knowsAny) {
        this.knowsAny = knowsAny;
    }

    /** Runs on the thread that polls; a failure of the broker's is left to its next poll. */
    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            LOG.warn(
                    "No partition of the manifests is this agent's. Either the topic is not there"
                            + " yet, or another agent has the same device id and hears in its place:"
                            + " give each an id of its own");
            return;
        }
        if (knowsAny.getAsBoolean()) {
            return;
        }
        commitBeginning(consumer, partitions);
        consumer.seekToBeginning(partitions);
        LOG.info("Hears the manifests from the beginning");
    }

    /**
     * Before anything is heard: a process that ends after the first of several manifests goes on
     * with the second.
     */
    private static void commitBeginning(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
            consumer.beginningOffsets(partitions)
                    .forEach((each, offset) -> beginning.put(each, new OffsetAndMetadata(offset)));
            consumer.commitSync(beginning);
        } catch (KafkaException e) { // what is heard now needs no commit
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("The beginning is not committed");
        }
    }
}
