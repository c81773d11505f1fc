package io.stampede.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @Test
    void names_are_those_of_the_contract() {
        // Then
        assertEquals(
                List.of(
                        "stampede.model.manifest",
                        "stampede.model.chunk",
                        "stampede.device.report",
                        "stampede.device.status",
                        "stampede.device.report.dlq",
                        "stampede.device.status.dlq"),
                Topics.DEFAULT.all());
    }

    @Test
    void a_prefix_keeps_installations_apart() {
        // Then
        assertTrue(
                Topics.withPrefix("site-7").all().stream()
                        .allMatch(name -> name.startsWith("site-7.")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "with space", "ä", "x/y"})
    void refuses_a_prefix_that_kafka_would_refuse_or_confuse(String prefix) {
        // When
        var refusal = assertThrows(IllegalArgumentException.class, () -> Topics.withPrefix(prefix));

        // Then
        assertTrue(refusal.getMessage().contains("'" + prefix + "'"), refusal.getMessage());
    }
}
