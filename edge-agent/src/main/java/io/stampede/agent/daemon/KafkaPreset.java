package io.stampede.agent.daemon;

import io.stampede.proto.Limits;
import io.stampede.proto.Topics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Kafka's settings for a small device, in one place: Kafka's own defaults assume fetches of 50 MiB
 * and buffers of 32 MiB.
 */
final class KafkaPreset {
    /**
     * No chunk is shorter, and a broker sends the first record whole however long it is: a fetch
     * brings one chunk, and the time that it may take is not spent on a second one.
     */
    private static final int CHUNK_FETCH_BYTES = Limits.MIN_CHUNK_BYTES;

    /** For a chunk on a slow link: longer than is waited for one. */
    private static final int CHUNK_TIMEOUT_MILLIS = 90_000;

    /** What the code counts on, or the broker's rules: nobody else may set it. */
    private static final Set<String> OURS =
            Set.of(
                    "client.id",
                    "group.id",
                    "auto.offset.reset",
                    "enable.auto.commit",
                    "max.poll.records");

    private static final Map<String, String> CLIENT =
            Map.of(
                    "receive.buffer.bytes", "65536",
                    // What a client measures stays here: a broker may ask for it otherwise.
                    "enable.metrics.push", "false",
                    "metric.reporters", NoMetrics.class.getName(),
                    "ssl.engine.factory.class", RenewingSslEngineFactory.class.getName(),
                    "metadata.max.age.ms", "900000",
                    "reconnect.backoff.ms", "500",
                    "reconnect.backoff.max.ms", "60000");

    private static final Map<String, String> CONSUMER =
            Map.of(
                    "enable.auto.commit", "false",
                    "allow.auto.create.topics", "false",
                    "isolation.level", "read_committed",
                    "max.poll.records", "1");

    private static final Map<String, String> PRODUCER =
            Map.of(
                    "acks", "all",
                    "enable.idempotence", "true",
                    "buffer.memory", "4194304",
                    "batch.size", "4096",
                    "max.block.ms", "20000",
                    "request.timeout.ms", "20000",
                    "delivery.timeout.ms", "30000");

    /** Of a channel: nobody traces a device, nor asks it for its health by HTTP. */
    private static final Map<String, String> CHANNEL =
            Map.of("tracing-enabled", "false", "health-enabled", "false");

    private KafkaPreset() {}

    /**
     * Configuration keys of both channels, for a device and its topics.
     *
     * @param theirs Kafka's keys that the owner of the device has set; they go first, and a
     *     channel's own key would go before them
     */
    static Map<String, String> channels(String deviceId, Topics topics, Set<String> theirs) {
        Map<String, String> keys = channels(deviceId, topics);
        keys.keySet()
                .removeIf(
                        key -> {
                            String name = key.replaceFirst("^mp\\.messaging\\.\\w+\\.\\w+\\.", "");
                            return theirs.contains(name) && !OURS.contains(name);
                        });
        return keys;
    }

    private static Map<String, String> channels(String deviceId, Topics topics) {
        Map<String, String> keys = new LinkedHashMap<>();
        add(keys, "incoming.manifests", CLIENT);
        add(keys, "incoming.manifests", CONSUMER);
        add(keys, "incoming.manifests", CHANNEL);
        add(
                keys,
                "incoming.manifests",
                Map.of(
                        "topic",
                        topics.manifest(),
                        "group.id",
                        deviceId + "-manifests",
                        "client.id",
                        deviceId + "-manifests",
                        "auto.offset.reset",
                        "earliest",
                        "fetch.max.bytes",
                        "1048576",
                        "max.partition.fetch.bytes",
                        "1048576"));
        add(keys, "outgoing.device", CLIENT);
        add(keys, "outgoing.device", PRODUCER);
        add(keys, "outgoing.device", CHANNEL);
        add(
                keys,
                "outgoing.device",
                Map.of(
                        "topic",
                        topics.report(),
                        "client.id",
                        deviceId + "-device",
                        // Waited for twice over at the stop, in vain while there is no broker; what
                        // is not acknowledged stays in the outbox.
                        "close-timeout",
                        "1500"));
        return keys;
    }

    /**
     * Settings of the consumer that fetches chunks.
     *
     * @param common what all Kafka clients of this installation share: address, security, and
     *     whatever the owner of the device wants otherwise than it is preset
     */
    static Map<String, Object> chunkConsumer(Map<String, Object> common, String deviceId) {
        Map<String, Object> settings = new HashMap<>(CLIENT);
        settings.putAll(CONSUMER);
        settings.put("fetch.max.bytes", CHUNK_FETCH_BYTES);
        settings.put("max.partition.fetch.bytes", CHUNK_FETCH_BYTES);
        settings.put("request.timeout.ms", CHUNK_TIMEOUT_MILLIS);
        settings.put("default.api.timeout.ms", 20_000);
        settings.putAll(common);
        OURS.forEach(settings::remove);
        settings.put("client.id", deviceId + "-chunks");
        settings.put("auto.offset.reset", "none");
        settings.put("enable.auto.commit", CONSUMER.get("enable.auto.commit"));
        settings.put("max.poll.records", CONSUMER.get("max.poll.records"));
        settings.remove("key.deserializer");
        settings.remove("value.deserializer");
        return settings;
    }

    private static void add(
            Map<String, String> keys, String channel, Map<String, String> settings) {
        settings.forEach((name, value) -> keys.put("mp.messaging." + channel + "." + name, value));
    }
}
