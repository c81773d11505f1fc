package io.stampede.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.bench.method.MethodResult;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Cost;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoDocumentTest {
    @Test
    void has_the_keys_of_the_contract() {
        // Given
        DemoSettings settings =
                new DemoSettings(
                        new TrainedPhi(SourceSpec.parse("procedural:source"), "demo", 1),
                        SourceSpec.parse("procedural:target"),
                        OptionalInt.empty(),
                        40,
                        3.5,
                        1);
        JsonObject deviceReport = new JsonObject();
        deviceReport.addProperty("report_id", "r-1");

        // When
        JsonObject document =
                JsonParser.parseString(
                                DemoDocument.write(
                                        settings,
                                        new DemoDirectory(Path.of("out")),
                                        outcome(deviceReport, 0.6, 0.5)))
                        .getAsJsonObject();

        // Then
        assertTrue(
                document.keySet()
                        .containsAll(Set.of("methods", "device_report", "phi", "seconds")));
        assertEquals(
                "r-1", document.getAsJsonObject("device_report").get("report_id").getAsString());
        JsonObject stamp = document.getAsJsonArray("methods").get(1).getAsJsonObject();
        assertEquals(
                Set.of(
                        "name",
                        "accuracy",
                        "parameters",
                        "parameters_percent",
                        "multiply_adds",
                        "multiply_adds_reduction",
                        "search_seconds",
                        "finetune_seconds"),
                stamp.keySet());
        assertEquals("stamp", stamp.get("name").getAsString());
        assertEquals(5.0, stamp.get("parameters_percent").getAsDouble());
        assertEquals(4.0, stamp.get("multiply_adds_reduction").getAsDouble());
    }

    @Test
    void tells_by_how_much_stamp_is_above_random_pruning() {
        assertEquals(10, outcome(new JsonObject(), 0.6, 0.5).pointsAboveRandom(), 1e-9);
        assertEquals(-10, outcome(new JsonObject(), 0.5, 0.6).pointsAboveRandom(), 1e-9);
        assertTrue(outcome(new JsonObject(), 0.6, 0.5).isWithinParameters());
    }

    private static DemoOutcome outcome(JsonObject report, double stamp, double random) {
        return new DemoOutcome(
                1000,
                List.of(result("random", random), result("stamp", stamp)),
                report,
                new DemoOutcome.StageSeconds(1, 2, 3, 4, 10));
    }

    private static MethodResult result(String name, double accuracy) {
        return new MethodResult(
                name,
                name,
                accuracy,
                new Cost(50, 250, 1),
                new Cost(1000, 1000, 1),
                new MethodResult.Seconds(1, 2, 0));
    }
}
