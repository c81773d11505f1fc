package io.stampede.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.AdaptationSummary;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.testkit.FakeRunner;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.prune.Budget;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Outcome;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportWriterTest {
    private final ManualClock clock = new ManualClock();
    private final Budget budget = Budget.UNLIMITED.withMaxParameters(1_500);
    private final ReportWriter writer =
            new ReportWriter(new ReportWriter.Device("dev", "1.2", budget), clock);
    private final Manifest manifest = SampleModel.of(1, 250).manifest();

    @Test
    void tells_counts_and_scalars_of_an_adaptation() {
        // Given
        AdaptationSummary summary =
                AdaptationDocument.read(
                        AdaptationDocument.write(FakeRunner.result(Path.of("out")), budget)
                                .toString());

        // When
        AdaptationReport report = writer.adapted(manifest, summary);

        // Then
        assertEquals(Outcome.OUTCOME_ADAPTED, report.getOutcome());
        assertEquals(0, report.getErrorCode());
        assertEquals(1_000, report.getParameters());
        assertEquals(20_000, report.getFullMultiplyAdds());
        assertEquals(0.75, report.getValidationAccuracy());
        assertEquals(90, report.getTrainingImages());
        assertEquals(16, report.getTotalSeconds());
        assertEquals(1_500, report.getBudget().getMaxParameters());
        assertFalse(report.getBudget().hasMaxMultiplyAdds());
        assertEquals(10, report.getGroupsCount());
        assertEquals("conv1", report.getGroups(0).getGroup());
        assertEquals(3, report.getGroups(0).getKept());
        assertEquals(32, report.getModelSha256().size());
        assertEquals(clock.millis(), report.getCreatedAtUnixMillis());
    }

    @Test
    void tells_what_newer_adaptations_say_besides() {
        // Given
        JsonObject document = AdaptationDocument.write(FakeRunner.result(Path.of("out")), budget);
        document.addProperty("incumbent_accuracy", 0.8);
        document.addProperty("predicted_latency_ms", 1.5);
        document.addProperty("measured_latency_ms", 2.5);
        document.addProperty("batch_size", 16);
        document.addProperty("accumulated_batches", 4);
        document.addProperty("predicted_training_bytes", 123_456);
        JsonObject export = new JsonObject();
        export.addProperty("file", "subnetwork.tflite");
        export.addProperty("precision", "float16");
        document.add("export", export);

        // When
        AdaptationReport report =
                writer.kept(manifest, AdaptationDocument.read(document.toString()));

        // Then
        assertEquals(Outcome.OUTCOME_KEPT, report.getOutcome());
        assertEquals(0.8, report.getIncumbentAccuracy());
        assertEquals(1.5, report.getPredictedLatencyMs());
        assertEquals(2.5, report.getMeasuredLatencyMs());
        assertEquals(16, report.getBatchSize());
        assertEquals(4, report.getAccumulatedBatches());
        assertEquals(123_456, report.getPredictedTrainingBytes());
        assertEquals("tflite/float16", report.getServingEngine());
    }

    @Test
    void leaves_out_what_was_not_measured() {
        JsonObject document = AdaptationDocument.write(FakeRunner.result(Path.of("out")), budget);
        document.add("measured_latency_ms", JsonNull.INSTANCE);

        AdaptationReport report =
                writer.adapted(manifest, AdaptationDocument.read(document.toString()));

        assertFalse(report.hasIncumbentAccuracy());
        assertFalse(report.hasMeasuredLatencyMs());
        assertEquals("pytorch", report.getServingEngine());
    }

    @Test
    void calls_an_infeasible_budget_a_refusal_and_all_else_a_failure() {
        AdaptationReport refused =
                writer.failed(
                        manifest.model(),
                        ErrorCode.BUDGET_INFEASIBLE,
                        Optional.of(Budget.UNLIMITED.withMaxParameters(77)));
        AdaptationReport failed =
                writer.failed(manifest.model(), ErrorCode.CHUNK_MISSING, Optional.empty());

        assertEquals(Outcome.OUTCOME_REFUSED, refused.getOutcome());
        assertEquals(501, refused.getErrorCode());
        assertEquals(77, refused.getSmallestBudget().getMaxParameters());
        assertFalse(failed.hasSmallestBudget());
        assertEquals(Outcome.OUTCOME_FAILED, failed.getOutcome());
        assertEquals(407, failed.getErrorCode());
        assertNotEquals(refused.getReportId(), failed.getReportId());
    }

    @Test
    void repeats_nothing_of_a_manifest_that_it_does_not_believe() {
        AdaptationReport report = writer.manifestRefused(ErrorCode.MANIFEST_INVALID);

        assertEquals(405, report.getErrorCode());
        assertEquals("", report.getModelName());
    }
}
