package io.stampede.agent.config;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.proto.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AgentConfigLoaderTest {
    @Test
    void has_a_default_for_everything_but_the_data() {
        AgentSettings settings = settings(Map.of());

        assertEquals(AdaptationConfig.DEFAULT, settings.adaptation());
        assertEquals(Topics.DEFAULT, settings.topics());
        assertEquals(OptionalInt.empty(), settings.dataSize());
        assertEquals(1L << 30, settings.maxModelBytes());
        assertEquals(Duration.ofMinutes(5), settings.maxBackoff());
        assertTrue(settings.dataDirectory().endsWith("stampede-agent"));
    }

    @Test
    void takes_every_key() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("stampede.agent.device-id", "dev-1");
        all.put("stampede.agent.data-dir", "/var/lib/stampede");
        all.put("stampede.agent.data-size", "500");
        all.put("stampede.agent.budget.max-parameters", "1");
        all.put("stampede.agent.budget.max-multiply-adds", "2");
        all.put("stampede.agent.budget.max-memory-mib", "3");
        all.put("stampede.agent.budget.max-latency-ms", "1.5");
        all.put("stampede.agent.flip", "false");
        all.put("stampede.agent.epochs", "4");
        all.put("stampede.agent.pruning-steps", "5");
        all.put("stampede.agent.batch-size", "6");
        all.put("stampede.agent.learning-rate", "0.7");
        all.put("stampede.agent.validation-fraction", "0.2");
        all.put("stampede.agent.set-size", "8");
        all.put("stampede.agent.seed", "9");
        all.put("stampede.agent.topic-prefix", "fleet");
        all.put("stampede.agent.max-model-bytes", "10");
        all.put("stampede.agent.outbox-capacity", "11");
        all.put("stampede.agent.max-backoff", "12s");
        all.put("stampede.agent.child-jvm-options", "-Xmx1g,-ea");

        AgentSettings settings = settings(all);

        assertEquals(Path.of("/var/lib/stampede"), settings.dataDirectory());
        assertEquals(OptionalInt.of(500), settings.dataSize());
        assertEquals(
                new AdaptationConfig(
                        Budget.UNLIMITED
                                .withMaxParameters(1)
                                .withMaxMultiplyAdds(2)
                                .withMaxTrainingBytes(3 << 20)
                                .withMaxLatencyMillis(1.5),
                        5,
                        new FineTuningConfig(4, 6, 0.7, 5e-4, false, 9),
                        8,
                        0.2),
                settings.adaptation());
        assertEquals("fleet.model.chunk", settings.topics().chunk());
        assertEquals(10, settings.maxModelBytes());
        assertEquals(11, settings.outboxCapacity());
        assertEquals(Duration.ofSeconds(12), settings.maxBackoff());
        assertEquals(List.of("-Xmx1g", "-ea"), settings.childJvmOptions());
    }

    @Test
    void refuses_keys_that_nobody_knows() {
        for (String key :
                new String[] {
                    "stampede.agent.epoch", "stampede.agnet.epochs", "STAMPEDE_AGENT_EPOCH"
                }) {
            String message = assertInvalid(Map.of(key, "1"));
            assertTrue(message.contains("'" + key + "'"), message);
        }
    }

    @Test
    void leaves_the_keys_of_others_and_known_variables_alone() {
        Map<String, String> properties =
                Map.of(
                        "quarkus.nonsense", "1",
                        "stampede.models", "models",
                        "STAMPEDE_AGENT_EPOCHS", "3",
                        "STAMPEDE_AGENT_JAVA_OPTIONS", "-Xmx1g");

        assertEquals(AdaptationConfig.DEFAULT, settings(properties).adaptation());
    }

    @Test
    void refuses_values_that_cannot_be() {
        assertInvalid(Map.of("stampede.agent.epochs", "many"));
        assertInvalid(Map.of("stampede.agent.epochs", "-1"));
        assertInvalid(Map.of("stampede.agent.budget.max-parameters", "0"));
        assertInvalid(Map.of("stampede.agent.data", "nonsense"));
        assertInvalid(Map.of("stampede.agent.topic-prefix", "a b"));
        assertInvalid(Map.of("stampede.agent.max-backoff", "0s"));
    }

    private static String assertInvalid(Map<String, String> properties) {
        return assertFails(ErrorCode.INVALID_CONFIGURATION, () -> settings(properties));
    }

    private static AgentSettings settings(Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("stampede.agent.data", "procedural:target");
        all.putAll(properties);
        return AgentSettings.from(AgentConfigLoader.load(all));
    }
}
