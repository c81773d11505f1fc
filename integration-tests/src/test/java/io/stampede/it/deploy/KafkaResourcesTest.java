package io.stampede.it.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.it.Checkout;
import io.stampede.proto.Topics;
import io.stampede.server.ServerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Strimzi's resources against topic names and configuration of the code. */
class KafkaResourcesTest {
    private static final Topics TOPICS = Topics.DEFAULT;

    private final Manifests manifests = Manifests.base();

    @Test
    void there_is_a_resource_for_every_topic_and_for_no_other() {
        // Given / When
        Set<String> named = manifests.topicPolicies().keySet();

        // Then
        assertEquals(new TreeSet<>(TOPICS.all()), new TreeSet<>(named));
        assertEquals(TOPICS.all().size(), manifests.ofKind("KafkaTopic").size());
    }

    @Test
    void what_describes_a_present_state_is_compacted_and_the_rest_is_kept_for_30_days() {
        // Given
        Map<String, String> compacted =
                Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime");
        Map<String, String> retained =
                Map.of(
                        "cleanup.policy",
                        "delete",
                        "message.timestamp.type",
                        "LogAppendTime",
                        "retention.ms",
                        Long.toString(Duration.ofDays(30).toMillis()));

        // When
        Map<String, Map<String, String>> policies = manifests.topicPolicies();

        // Then
        assertEquals(
                Map.of(
                        TOPICS.manifest(), compacted,
                        TOPICS.chunk(), compacted,
                        TOPICS.status(), compacted,
                        TOPICS.report(), retained,
                        TOPICS.deadLetters(TOPICS.report()), retained,
                        TOPICS.deadLetters(TOPICS.status()), retained),
                policies);
    }

    @Test
    void topics_and_users_belong_to_the_one_cluster_and_survive_the_loss_of_a_node() {
        // Given
        YamlNode kafka = manifests.ofKind("Kafka").get(0);
        String cluster = kafka.at("metadata", "name").text();

        // When / Then
        for (String kind : Set.of("KafkaTopic", "KafkaUser", "KafkaNodePool")) {
            for (YamlNode resource : manifests.ofKind(kind)) {
                YamlNode labels = resource.at("metadata", "labels");
                assertEquals(cluster, labels.at("strimzi.io/cluster").text(), resource.where());
            }
        }
        int nodes = manifests.ofKind("KafkaNodePool").get(0).at("spec", "replicas").number();
        for (YamlNode topic : manifests.ofKind("KafkaTopic")) {
            YamlNode spec = topic.at("spec");
            assertEquals(nodes, spec.at("replicas").number());
            assertTrue(
                    spec.at("config", "min.insync.replicas").number()
                            < spec.at("replicas").number());
        }
    }

    @Test
    void the_server_writes_models_and_dead_letters_and_reads_what_devices_say() {
        // Given
        Set<String> written =
                Set.of(
                        TOPICS.manifest(),
                        TOPICS.chunk(),
                        TOPICS.deadLetters(TOPICS.report()),
                        TOPICS.deadLetters(TOPICS.status()));

        // When / Then
        assertEquals(written, manifests.topics("meta-server", "Write"));
        assertEquals(
                Set.of(TOPICS.report(), TOPICS.status()), manifests.topics("meta-server", "Read"));
        assertEquals(new TreeSet<>(TOPICS.all()), manifests.topics("meta-server", "Describe"));
    }

    @Test
    void a_device_reads_models_and_writes_about_itself_and_nothing_else() {
        // Given
        String device = "device-0001";

        // When / Then
        assertEquals(Set.of(TOPICS.manifest(), TOPICS.chunk()), manifests.topics(device, "Read"));
        assertEquals(Set.of(TOPICS.report(), TOPICS.status()), manifests.topics(device, "Write"));
        for (String group : manifests.groups(device)) {
            assertTrue(group.startsWith(device), group);
        }
    }

    @Test
    void users_come_with_certificates_and_every_listener_asks_for_them() {
        // Given
        YamlNode kafka = manifests.ofKind("Kafka").get(0).at("spec", "kafka");

        // When / Then
        for (YamlNode user : manifests.ofKind("KafkaUser")) {
            assertEquals("tls", user.at("spec", "authentication", "type").text());
        }
        for (YamlNode listener : kafka.at("listeners").list()) {
            assertEquals("true", listener.at("tls").text());
            assertEquals("tls", listener.at("authentication", "type").text());
        }
        assertEquals("simple", kafka.at("authorization", "type").text());
        assertEquals("false", kafka.at("config", "auto.create.topics.enable").text());
    }

    @Test
    void the_broker_is_of_the_version_that_the_code_is_tested_with() {
        // Given / When
        YamlNode kafka = manifests.ofKind("Kafka").get(0).at("spec", "kafka");

        // Then
        assertEquals(Checkout.pomProperty("kafka.version"), kafka.at("version").text());
    }

    @Test
    void the_server_leaves_topics_to_their_resources_and_knows_them_by_their_prefix() {
        // Given / When
        ServerConfig config = Environment.ofServer(manifests.serverEnvironment());

        // Then
        assertEquals(TOPICS.prefix(), config.topicPrefix());
        assertEquals(false, config.topics().create());
    }
}
