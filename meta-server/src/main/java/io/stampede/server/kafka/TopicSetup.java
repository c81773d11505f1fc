package io.stampede.server.kafka;

import io.stampede.proto.Topics;
import io.stampede.server.ServerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing, each with its policy (architecture.md section 4); what
 * exists is left as its owner made it.
 */
@Singleton
public class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    /**
     * By the producer's clock, the default, a broker refuses what a device says that is an hour
     * ahead, and takes for past its time what one says that began in 1970.
     */
    private static final Map<String, String> BY_THE_BROKERS_CLOCK =
            Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");

    private final KafkaClients clients;
    private final Topics topics;
    private final ServerConfig.TopicConfig config;

    @Inject
    TopicSetup(KafkaClients clients, Topics topics, ServerConfig config) {
        this.clients = clients;
        this.topics = topics;
        this.config = config.topics();
    }

    /**
     * Creates what is missing, unless the configuration leaves topics to somebody else.
     *
     * @throws io.stampede.core.StampedeException {@code TRANSPORT_FAILED}
     */
    public void run() {
        if (!config.create()) {
            return;
        }
        try (Admin admin = clients.admin()) {
            Set<String> existing =
                    KafkaClients.await("list its topics", admin.listTopics().names());
            List<NewTopic> missing =
                    wanted().stream().filter(topic -> !existing.contains(topic.name())).toList();
            KafkaClients.await("create topics", admin.createTopics(missing).all());
            missing.forEach(
                    topic -> LOG.atInfo().addKeyValue("topic", topic.name()).log("topic created"));
        }
    }

    private List<NewTopic> wanted() {
        return List.of(
                topic(topics.manifest(), COMPACTED),
                topic(topics.chunk(), COMPACTED),
                topic(topics.report(), retained(config.reportRetention())),
                topic(topics.status(), COMPACTED),
                topic(topics.deadLetters(topics.report()), retained(config.reportRetention())),
                topic(topics.deadLetters(topics.status()), retained(config.reportRetention())));
    }

    private NewTopic topic(String name, Map<String, String> policy) {
        Map<String, String> settings = new HashMap<>(policy);
        settings.putAll(BY_THE_BROKERS_CLOCK);
        return new NewTopic(name, config.partitions(), config.replication()).configs(settings);
    }

    private static Map<String, String> retained(Duration duration) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(duration.toMillis()));
    }
}
