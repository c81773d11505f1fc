package io.stampede.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.config.AgentConfig;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.it.ConfigurationKeys;
import io.stampede.server.ServerConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** docs/configuration.md against the keys and defaults that the applications have. */
class ConfigurationPageTest {
    private static final String PAGE = "docs/configuration.md";

    @Test
    void names_every_key_of_the_server_with_its_default() {
        // Given / When
        Map<String, String> documented = defaults("stampede.server.");

        // Then
        assertEquals(ConfigurationKeys.of(ServerConfig.class).defaults(), documented);
    }

    @Test
    void names_every_key_of_the_agent_with_its_default() {
        // Given / When
        Map<String, String> documented = defaults("stampede.agent.");

        // Then
        assertEquals(ConfigurationKeys.of(AgentConfig.class).defaults(), documented);
    }

    @Test
    void says_what_an_absent_setting_of_an_adaptation_means() {
        // Given
        AdaptationConfig usual = AdaptationConfig.DEFAULT;
        Map<String, Object> wanted =
                Map.of(
                        "epochs", usual.epochs(),
                        "pruning-steps", usual.pruningSteps(),
                        "batch-size", usual.batchSize(),
                        "learning-rate", usual.learningRate(),
                        "validation-fraction", usual.validationFraction(),
                        "set-size", usual.setSize(),
                        "seed", usual.seed());

        // When / Then
        wanted.forEach(
                (key, value) -> {
                    String meaning =
                            MarkdownTable.rows(PAGE, "stampede.agent." + key + "`").get(0).get(2);
                    assertTrue((meaning + ";").contains("absent: " + value + ";"), meaning);
                });
    }

    private static Map<String, String> defaults(String prefix) {
        Map<String, String> defaults = new TreeMap<>();
        for (List<String> row : MarkdownTable.rows(PAGE, prefix)) {
            defaults.put(row.get(0), row.get(1));
        }
        return defaults;
    }
}
