package io.stampede.bench.experiment.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.RunRecord;
import io.stampede.bench.experiment.TargetName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskDistancesTest {
    @Test
    void targets_and_samples_of_one_are_told_apart() {
        // Given: samples of a differ in 2 of 4 channels, those of b in none, a and b in more
        ExperimentOutcome outcome =
                outcome(List.of(0, 1, 2), List.of(0, 1, 3), List.of(4, 5), List.of(4, 5));

        // When
        List<MaskDistances> distances = MaskDistances.of(outcome);

        // Then
        assertEquals(3, distances.size());
        MaskDistances withinA = distances.get(0);
        MaskDistances between = distances.get(1);
        MaskDistances withinB = distances.get(2);
        assertTrue(withinA.isWithin());
        assertEquals(0.5, withinA.distance());
        assertEquals(1, withinA.pairs());
        assertEquals(1, between.distance());
        assertEquals(4, between.pairs());
        assertEquals(0, withinB.distance());
        assertEquals(4, MaskDistances.ratio(distances).orElseThrow());
    }

    @Test
    void the_document_has_the_distances_and_their_ratio() {
        // Given
        ExperimentOutcome outcome = outcome(List.of(0, 1), List.of(0, 2), List.of(3), List.of(3));

        // When
        JsonObject document = JsonParser.parseString(ResultsJson.text(outcome)).getAsJsonObject();

        // Then
        JsonObject masks = document.getAsJsonObject("masks");
        assertEquals(3, masks.getAsJsonArray("jaccard_distances").size());
        assertEquals(3, masks.get("between_over_within").getAsDouble(), 1e-9);
        assertEquals(
                2,
                document.getAsJsonArray("runs")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("kept")
                        .getAsJsonArray("conv1")
                        .size());
    }

    @Test
    void nothing_is_divided_by_samples_that_do_not_differ() {
        // Given
        ExperimentOutcome outcome = outcome(List.of(0), List.of(0), List.of(1), List.of(1));

        // Then
        assertTrue(MaskDistances.ratio(MaskDistances.of(outcome)).isEmpty());
        assertTrue(MaskText.of(outcome).contains("not to be had"), MaskText.of(outcome));
    }

    /** Two samples of a target a, then two of a target b. */
    @SafeVarargs
    private static ExperimentOutcome outcome(List<Integer>... kept) {
        List<RunRecord> runs = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            RunRecord run =
                    Outcomes.run(i < 2 ? "cifar10:/a" : "cifar10:/b", "stamp", 1 + i % 2, 0);
            runs.add(Outcomes.withKept(run, Map.of("conv1", kept[i])));
        }
        Map<String, TargetName> names = new LinkedHashMap<>();
        names.put("cifar10:/a", new TargetName("A", false));
        names.put("cifar10:/b", new TargetName("B", false));
        return Outcomes.of(Experiment.FIG5, names, List.of("stamp"), runs);
    }
}
