package io.stampede.agent.adapt;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.stampede.agent.testkit.FakeRunner;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.Latency;
import io.stampede.core.adapt.PhaseSeconds;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.prune.SmallestBudget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AdaptationDocumentTest {
    private final AdaptationResult result = FakeRunner.result(Path.of("out"));

    @Test
    void has_the_keys_that_other_programs_rely_on() {
        JsonObject document =
                AdaptationDocument.write(result, Budget.UNLIMITED.withMaxParameters(7));

        assertEquals(
                Set.of(
                        "parameters",
                        "multiply_adds",
                        "full_parameters",
                        "full_multiply_adds",
                        "kept",
                        "accuracy",
                        "seconds",
                        "training_images",
                        "validation_images",
                        "peak_tensor_bytes",
                        "peak_resident_bytes",
                        "batch_size",
                        "accumulated_batches",
                        "predicted_training_bytes",
                        "predicted_latency_ms",
                        "measured_latency_ms",
                        "budget",
                        "subnetwork"),
                document.keySet());
        assertEquals(
                Set.of("encode", "score", "gather", "prune", "finetune", "total"),
                document.getAsJsonObject("seconds").keySet());
        assertEquals("{\"max_parameters\":7}", document.get("budget").toString());
        assertEquals("[0,2,5]", document.getAsJsonObject("kept").get("conv1").toString());
    }

    @Test
    void is_read_as_it_was_written() {
        AdaptationSummary summary =
                AdaptationDocument.read(
                        AdaptationDocument.write(result, Budget.UNLIMITED).toString());

        assertEquals(1_000, summary.parameters());
        assertEquals(Map.of("conv1", 3, "conv2", 1), summary.keptCounts());
        assertEquals(0.75, summary.accuracy().orElseThrow());
        assertEquals(result.seconds(), summary.seconds());
        assertEquals(8_000, summary.peakResidentBytes());
    }

    @Test
    void says_null_where_no_accuracy_was_measured() {
        AdaptationResult unmeasured =
                new AdaptationResult(
                        result.cost(),
                        result.fullCost(),
                        result.kept(),
                        Double.NaN,
                        10,
                        0,
                        result.training(),
                        Latency.UNKNOWN,
                        new PhaseSeconds(0, 0, 0, 0, 0, 0),
                        0,
                        0,
                        result.subnetwork());

        JsonObject document = AdaptationDocument.write(unmeasured, Budget.UNLIMITED);

        assertTrue(document.get("accuracy").isJsonNull());
        assertTrue(document.get("measured_latency_ms").isJsonNull());
        assertTrue(AdaptationDocument.read(document.toString()).accuracy().isEmpty());
    }

    @Test
    void a_refusal_names_the_smallest_budget_that_would_do() {
        NetworkSpec full = Architectures.of(Architecture.VGG10, 0.0625, 4);
        CostModel costs = new CostModel(2, 1);
        Budget tiny = Budget.UNLIMITED.withMaxParameters(1);
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () -> BudgetSolver.DEFAULT.solve(full, scores(full), tiny, costs));

        String document = AdaptationDocument.refusal(refused, tiny).toString();

        Budget smallest = AdaptationDocument.smallestBudget(document).orElseThrow();
        assertEquals(refused.detail(SmallestBudget.class).orElseThrow().budget(), smallest);
        assertTrue(smallest.admits(BudgetSolver.smallest(full, costs)));
        for (String text : new String[] {"", "{}", "[]", "{\"smallest_budget\":7}"}) {
            assertTrue(AdaptationDocument.smallestBudget(text).isEmpty(), text);
        }
    }

    private static Map<String, float[]> scores(NetworkSpec full) {
        return full.channels().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new float[entry.getValue()]));
    }

    @Test
    void refuses_anything_else() {
        for (String text : new String[] {"", "{}", "[]", "{\"parameters\":", "null"}) {
            assertFails(ErrorCode.INTERNAL, () -> AdaptationDocument.read(text));
        }
    }
}
