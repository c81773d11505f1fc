package io.stampede.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationCheckTest {
    @Test
    void defaults_are_those_of_one_machine() {
        // When
        ServerConfig config = config(Map.of());

        // Then
        assertEquals(Path.of("home", ".stampede", "server"), config.dataDir());
        assertEquals(Optional.empty(), config.shippedModels());
        assertEquals("stampede", config.topicPrefix());
        assertEquals(Limits.DEFAULT_CHUNK_BYTES, config.chunkBytes());
        assertEquals(16, config.publishWindowChunks());
        assertEquals("127.0.0.1", config.http().host());
        assertEquals(8080, config.http().port());
        assertEquals("4G", config.http().maxBodySize());
        assertEquals(Optional.empty(), config.kafka().bootstrapServers());
        assertEquals(9092, config.embeddedBroker().port());
        assertTrue(config.topics().create());
        assertEquals(1, config.topics().partitions());
        assertEquals(1, config.topics().replication());
        assertEquals(Duration.ofDays(30), config.topics().reportRetention());
        assertEquals(16, config.jobs().queueCapacity());
        assertTrue(config.jobs().resumeInterrupted());
    }

    @Test
    void every_key_can_be_set() {
        // When
        ServerConfig config =
                config(
                        Map.ofEntries(
                                Map.entry("stampede.server.data-dir", "elsewhere"),
                                Map.entry("stampede.server.shipped-models", "models"),
                                Map.entry("stampede.server.topic-prefix", "site-7"),
                                Map.entry("stampede.server.chunk-bytes", "65536"),
                                Map.entry("stampede.server.publish-window-chunks", "4"),
                                Map.entry("stampede.server.http.host", "0.0.0.0"),
                                Map.entry("stampede.server.http.port", "0"),
                                Map.entry("stampede.server.http.max-body-size", "1G"),
                                Map.entry("stampede.server.kafka.bootstrap-servers", "k:9092"),
                                Map.entry("stampede.server.embedded-broker.port", "0"),
                                Map.entry("stampede.server.topics.create", "false"),
                                Map.entry("stampede.server.topics.partitions", "6"),
                                Map.entry("stampede.server.topics.replication", "3"),
                                Map.entry("stampede.server.topics.report-retention", "P7D"),
                                Map.entry("stampede.server.jobs.queue-capacity", "3"),
                                Map.entry("stampede.server.jobs.resume-interrupted", "false")));

        // Then
        assertEquals(Path.of("elsewhere"), config.dataDir());
        assertEquals(Optional.of(Path.of("models")), config.shippedModels());
        assertEquals("site-7", config.topicPrefix());
        assertEquals(65536, config.chunkBytes());
        assertEquals(4, config.publishWindowChunks());
        assertEquals("0.0.0.0", config.http().host());
        assertEquals(0, config.http().port());
        assertEquals("1G", config.http().maxBodySize());
        assertEquals(Optional.of("k:9092"), config.kafka().bootstrapServers());
        assertEquals(0, config.embeddedBroker().port());
        assertEquals(false, config.topics().create());
        assertEquals(6, config.topics().partitions());
        assertEquals(3, config.topics().replication());
        assertEquals(Duration.ofDays(7), config.topics().reportRetention());
        assertEquals(3, config.jobs().queueCapacity());
        assertEquals(false, config.jobs().resumeInterrupted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stampede.server.chunk-byte",
                "stampede.server.http.prot",
                "stampede.agent.data-dir",
                "stampede.datadir"
            })
    void refuses_a_key_that_it_does_not_know_and_lists_those_it_does(String key) {
        // When
        var refusal = refusal(Map.of(key, "1"));

        // Then
        assertEquals(ErrorCode.INVALID_CONFIGURATION, refusal.code());
        assertTrue(refusal.getMessage().contains("'" + key + "'"), refusal.getMessage());
        assertTrue(
                refusal.getMessage().contains("stampede.server.chunk-bytes"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "stampede.server.chunk-bytes,1024",
        "stampede.server.chunk-bytes,1048576",
        "stampede.server.chunk-bytes,many",
        "stampede.server.publish-window-chunks,0",
        "stampede.server.http.port,65536",
        "stampede.server.embedded-broker.port,-1",
        "stampede.server.topic-prefix,with space",
        "stampede.server.topics.partitions,0",
        "stampede.server.topics.report-retention,PT0S",
        "stampede.server.jobs.queue-capacity,0"
    })
    void refuses_a_value_out_of_range(String key, String value) {
        // When
        var refusal = refusal(Map.of(key, value));

        // Then
        assertEquals(ErrorCode.INVALID_CONFIGURATION, refusal.code());
        assertEquals(-1, refusal.getMessage().indexOf('\n'));
    }

    @Test
    void environment_variables_set_keys_and_are_checked_like_them() {
        // Given
        var known = environment("STAMPEDE_SERVER_CHUNK_BYTES", "65536");
        var foreign = environment("STAMPEDE_HOME", "/opt");
        var launcher = environment("STAMPEDE_MODELS", "models");
        var wrong = environment("STAMPEDE_SERVER_CHUNK_BYTE", "65536");

        // Then
        assertEquals(65536, checked(known).chunkBytes());
        assertEquals(Limits.DEFAULT_CHUNK_BYTES, checked(foreign).chunkBytes());
        assertEquals(Optional.of(Path.of("models")), checked(launcher).shippedModels());
        var refusal = assertThrows(StampedeException.class, () -> checked(wrong));
        assertEquals(ErrorCode.INVALID_CONFIGURATION, refusal.code());
    }

    private static SmallRyeConfigBuilder environment(String name, String value) {
        return builder(Map.of()).withSources(new EnvConfigSource(Map.of(name, value), 300));
    }

    private static StampedeException refusal(Map<String, String> settings) {
        return assertThrows(StampedeException.class, () -> config(settings));
    }

    private static ServerConfig config(Map<String, String> settings) {
        return checked(builder(settings));
    }

    private static ServerConfig checked(SmallRyeConfigBuilder builder) {
        return ConfigurationCheck.check(builder).getConfigMapping(ServerConfig.class);
    }

    private static SmallRyeConfigBuilder builder(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .withDefaultValue("user.home", "home");
    }
}
