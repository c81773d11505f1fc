package io.stampede.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Budget;
import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.Outcome;
import io.stampede.server.store.Database;
import io.stampede.server.store.ReportTable;
import io.stampede.server.testkit.Reports;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportIntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final ReportQuery ALL =
            new ReportQuery(Optional.empty(), Optional.empty(), 0, 100);

    @TempDir Path directory;

    private Database database;
    private ReportStore store;
    private ReportIntake intake;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        store = new ReportTable(database);
        intake = new ReportIntake(store, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_report_is_stored_as_it_came() {
        // Given
        AdaptationReport report = Reports.report("r1").build();

        // When
        Intake result = intake.report(Reports.DEVICE, report.toByteArray());

        // Then
        assertEquals(Intake.STORED, result);
        assertEquals(List.of(new StoredReport(report, NOW)), store.find(ALL));
    }

    @Test
    void the_failure_of_a_manifest_that_names_no_model_is_stored() {
        // Given what an agent sends when it cannot read a manifest
        AdaptationReport report =
                AdaptationReport.newBuilder()
                        .setReportId("r1")
                        .setDeviceId(Reports.DEVICE)
                        .setSequence(1)
                        .setAgentVersion("1")
                        .setOutcome(Outcome.OUTCOME_FAILED)
                        .setErrorCode(ErrorCode.MANIFEST_INVALID.number())
                        .build();

        // When
        Intake result = intake.report(Reports.DEVICE, report.toByteArray());

        // Then
        assertEquals(Intake.STORED, result);
    }

    @Test
    void what_was_kept_and_what_was_rolled_back_is_stored_without_an_error() {
        // Given
        AdaptationReport kept =
                Reports.report("r1")
                        .setOutcome(Outcome.OUTCOME_KEPT)
                        .setIncumbentAccuracy(0.8)
                        .setMeasuredLatencyMs(2.5)
                        .setServingEngine("tflite/float16")
                        .build();
        AdaptationReport rolledBack =
                Reports.report("r2").setOutcome(Outcome.OUTCOME_ROLLED_BACK).build();

        // When / Then
        assertEquals(Intake.STORED, intake.report(Reports.DEVICE, kept.toByteArray()));
        assertEquals(Intake.STORED, intake.report(Reports.DEVICE, rolledBack.toByteArray()));
    }

    @Test
    void a_redelivery_changes_nothing_not_even_after_a_restart() {
        // Given
        AdaptationReport report = Reports.report("r1").build();
        intake.report(Reports.DEVICE, report.toByteArray());
        close();
        open();

        // When
        Intake result = intake.report(Reports.DEVICE, report.toByteArray());

        // Then
        assertEquals(Intake.DUPLICATE, result);
        assertEquals(List.of(new StoredReport(report, NOW)), store.find(ALL));
    }

    @Test
    void another_report_under_a_known_id_does_not_replace_the_first() {
        // Given
        AdaptationReport first = Reports.report("r1").build();
        intake.report(Reports.DEVICE, first.toByteArray());

        // When
        Intake result =
                intake.report(
                        Reports.DEVICE,
                        Reports.report("r1").setValidationAccuracy(0.99).build().toByteArray());

        // Then
        assertEquals(Intake.DUPLICATE, result);
        assertEquals(first, store.find(ALL).get(0).report());
    }

    @Test
    void fields_that_the_contract_does_not_name_are_not_stored() {
        // Given
        AdaptationReport report = Reports.report("r1").build();
        byte[] withMore =
                report.toBuilder()
                        .setUnknownFields(
                                UnknownFieldSet.newBuilder()
                                        .addField(
                                                900,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addLengthDelimited(
                                                                ByteString.copyFromUtf8("pixels"))
                                                        .build())
                                        .build())
                        .build()
                        .toByteArray();

        // When
        intake.report(Reports.DEVICE, withMore);

        // Then
        assertEquals(report, store.find(ALL).get(0).report());
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(
                spoilt("report_id", report -> report.setReportId("")),
                spoilt("report_id", report -> report.setReportId("../../etc")),
                spoilt("device_id", report -> report.setDeviceId("a".repeat(65))),
                spoilt("model_name", report -> report.setModelName("No Such")),
                spoilt("model_version", report -> report.setModelVersion(0)),
                spoilt("model_sha256", report -> report.setModelSha256(ByteString.EMPTY)),
                spoilt("outcome", report -> report.setOutcomeValue(0)),
                spoilt("outcome", report -> report.setOutcomeValue(77)),
                spoilt("error_code", report -> report.setErrorCode(501)),
                spoilt(
                        "error_code",
                        report -> report.setOutcome(Outcome.OUTCOME_FAILED).setErrorCode(0)),
                spoilt("validation_accuracy", report -> report.setValidationAccuracy(Double.NaN)),
                spoilt("validation_accuracy", report -> report.setValidationAccuracy(1.01)),
                spoilt("total_seconds", report -> report.setTotalSeconds(Double.POSITIVE_INFINITY)),
                spoilt("encode_seconds", report -> report.setEncodeSeconds(-1)),
                spoilt("parameters", report -> report.setParameters(100_001)),
                spoilt("multiply_adds", report -> report.setMultiplyAdds(-1)),
                spoilt("peak_tensor_bytes", report -> report.setPeakTensorBytes(-5)),
                spoilt("agent_version", report -> report.setAgentVersion("x".repeat(65))),
                spoilt(
                        "error_code",
                        report -> report.setOutcome(Outcome.OUTCOME_KEPT).setErrorCode(501)),
                spoilt(
                        "error_code",
                        report -> report.setOutcome(Outcome.OUTCOME_ROLLED_BACK).setErrorCode(1)),
                spoilt("incumbent_accuracy", report -> report.setIncumbentAccuracy(-0.1)),
                spoilt("predicted_latency_ms", report -> report.setPredictedLatencyMs(-1)),
                spoilt("measured_latency_ms", report -> report.setMeasuredLatencyMs(Double.NaN)),
                spoilt("serving_engine", report -> report.setServingEngine("Robert'); --")),
                spoilt(
                        "smallest_budget.max_parameters",
                        report ->
                                report.setSmallestBudget(Budget.newBuilder().setMaxParameters(-1))),
                spoilt(
                        "groups.kept",
                        report ->
                                report.addGroups(
                                        GroupCount.newBuilder()
                                                .setGroup("conv2")
                                                .setKept(9)
                                                .setFull(8))));
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void refuses_what_cannot_be_right_and_names_the_field(
            String field, UnaryOperator<AdaptationReport.Builder> spoil) {
        // Given
        AdaptationReport report = spoil.apply(Reports.report("r1")).build();

        // When
        var refusal =
                assertThrows(
                        StampedeException.class,
                        () -> intake.report(report.getDeviceId(), report.toByteArray()));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertTrue(
                refusal.getMessage().startsWith("expected " + field + " "), refusal.getMessage());
        assertEquals(0, store.count(ALL));
    }

    static Stream<byte[]> poison() {
        return Stream.of(
                null,
                new byte[0],
                new byte[] {-1, -1, -1},
                new byte[] {10, 127},
                new byte[Limits.MAX_DEVICE_MESSAGE_BYTES + 1]);
    }

    @ParameterizedTest
    @MethodSource("poison")
    void refuses_bytes_that_are_no_message(byte[] bytes) {
        // When
        var ofReport =
                assertThrows(StampedeException.class, () -> intake.report(Reports.DEVICE, bytes));
        var ofStatus =
                assertThrows(StampedeException.class, () -> intake.status(Reports.DEVICE, bytes));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, ofReport.code());
        assertEquals(ErrorCode.INVALID_ARGUMENT, ofStatus.code());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "camera-18"})
    void refuses_a_record_whose_key_is_another_device(String key) {
        // Given
        byte[] message = Reports.report("r1").build().toByteArray();

        // When
        var refusal = assertThrows(StampedeException.class, () -> intake.report(key, message));

        // Then
        assertTrue(refusal.getMessage().contains("camera-17"), refusal.getMessage());
    }

    @Test
    void the_last_status_of_a_device_wins() {
        // Given
        DeviceStatus.Builder status = Reports.status();
        intake.status(Reports.DEVICE, status.build().toByteArray());

        // When
        DeviceStatus last = status.setState(DeviceState.DEVICE_STATE_ADAPTING).build();
        intake.status(Reports.DEVICE, last.toByteArray());

        // Then
        assertEquals(List.of(new StoredStatus(last, NOW)), store.statuses());
    }

    @Test
    void refuses_a_status_of_no_known_state() {
        // Given
        byte[] message = Reports.status().setStateValue(0).build().toByteArray();

        // Then
        assertThrows(StampedeException.class, () -> intake.status(Reports.DEVICE, message));
        assertEquals(List.of(), store.statuses());
    }

    @Test
    void reports_are_found_by_device_and_model_newest_first_and_in_pages() {
        // Given
        for (int i = 0; i < 5; i++) {
            AdaptationReport report =
                    Reports.report("r" + i)
                            .setDeviceId("device-" + i % 2)
                            .setModelName(i < 3 ? "early" : "late")
                            .build();
            intake.report(report.getDeviceId(), report.toByteArray());
        }

        // Then
        assertEquals(List.of("r4", "r3"), ids(Optional.empty(), Optional.empty(), 0, 2));
        assertEquals(List.of("r0"), ids(Optional.empty(), Optional.empty(), 4, 2));
        assertEquals(List.of("r3", "r1"), ids(Optional.of("device-1"), Optional.empty(), 0, 9));
        assertEquals(List.of("r1"), ids(Optional.of("device-1"), Optional.of("early"), 0, 9));
        assertEquals(3, store.count(new ReportQuery(Optional.empty(), Optional.of("early"), 0, 1)));
    }

    private List<String> ids(
            Optional<String> device, Optional<String> model, int offset, int limit) {
        return store.find(new ReportQuery(device, model, offset, limit)).stream()
                .map(stored -> stored.report().getReportId())
                .toList();
    }

    private static Arguments spoilt(String field, UnaryOperator<AdaptationReport.Builder> spoil) {
        return Arguments.of(field, spoil);
    }
}
