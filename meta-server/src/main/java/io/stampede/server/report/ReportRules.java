package io.stampede.server.report;

import io.stampede.core.ErrorCode;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Budget;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.Outcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What a report must satisfy to be believed. */
final class ReportRules {
    private static final int MAX_GROUPS = 1000;

    /** Outcomes that an error has led to. */
    private static final Set<Outcome> FAULTS =
            EnumSet.of(Outcome.OUTCOME_REFUSED, Outcome.OUTCOME_FAILED);

    private static final String ENGINE = "[a-z0-9/]{0,64}";
    private static final int MAX_TEXT_CHARACTERS = 64;

    private ReportRules() {}

    static void check(AdaptationReport report) {
        Expect.id("report_id", report.getReportId());
        Expect.id("device_id", report.getDeviceId());
        Expect.count("sequence", report.getSequence());
        Expect.text("agent_version", report.getAgentVersion(), MAX_TEXT_CHARACTERS);
        Expect.count("dropped_reports", report.getDroppedReports());
        Expect.count("created_at_unix_millis", report.getCreatedAtUnixMillis());
        checkModel(report);
        checkOutcome(report);
        checkCosts(report);
        checkGroups(report);
        checkTimes(report);
    }

    /** A manifest that could not be read names no model: its failure is reported without one. */
    private static void checkModel(AdaptationReport report) {
        boolean unnamed =
                report.getModelName().isEmpty()
                        && report.getModelVersion() == 0
                        && report.getModelSha256().isEmpty();
        if (unnamed && report.getOutcome() == Outcome.OUTCOME_FAILED) {
            return;
        }
        Expect.modelName("model_name", report.getModelName());
        Expect.that(
                report.getModelVersion() > 0, "model_version", "from 1", report.getModelVersion());
        Expect.sha256("model_sha256", report.getModelSha256());
    }

    private static void checkOutcome(AdaptationReport report) {
        Outcome outcome = report.getOutcome();
        Expect.that(
                outcome != Outcome.OUTCOME_UNSPECIFIED && outcome != Outcome.UNRECOGNIZED,
                "outcome",
                "as adapted, refused, failed, kept or rolled back",
                report.getOutcomeValue());
        int code = report.getErrorCode();
        boolean known = Arrays.stream(ErrorCode.values()).anyMatch(each -> each.number() == code);
        boolean isFault = FAULTS.contains(outcome);
        Expect.that(
                isFault ? known : code == 0,
                "error_code",
                isFault ? "as the number of an ErrorCode" : "0",
                code);
    }

    private static void checkCosts(AdaptationReport report) {
        Expect.count("full_parameters", report.getFullParameters());
        Expect.count("full_multiply_adds", report.getFullMultiplyAdds());
        atMost("parameters", report.getParameters(), report.getFullParameters());
        atMost("multiply_adds", report.getMultiplyAdds(), report.getFullMultiplyAdds());
        checkBudget("budget", report.getBudget());
        Expect.count("peak_tensor_bytes", report.getPeakTensorBytes());
        Expect.count("peak_resident_bytes", report.getPeakResidentBytes());
        Expect.count("training_images", report.getTrainingImages());
        Expect.count("validation_images", report.getValidationImages());
        if (report.hasValidationAccuracy()) {
            Expect.ratio("validation_accuracy", report.getValidationAccuracy());
        }
        if (report.hasIncumbentAccuracy()) {
            Expect.ratio("incumbent_accuracy", report.getIncumbentAccuracy());
        }
        checkContract(report);
    }

    /** What the device planned and then found. */
    private static void checkContract(AdaptationReport report) {
        Expect.amount("predicted_latency_ms", report.getPredictedLatencyMs());
        Expect.amount("measured_latency_ms", report.getMeasuredLatencyMs());
        Expect.count("batch_size", report.getBatchSize());
        Expect.count("accumulated_batches", report.getAccumulatedBatches());
        Expect.count("predicted_training_bytes", report.getPredictedTrainingBytes());
        checkBudget("smallest_budget", report.getSmallestBudget());
        Expect.that(
                report.getServingEngine().matches(ENGINE),
                "serving_engine",
                "to match " + ENGINE,
                report.getServingEngine());
    }

    private static void checkBudget(String field, Budget budget) {
        Expect.count(field + ".max_parameters", budget.getMaxParameters());
        Expect.count(field + ".max_multiply_adds", budget.getMaxMultiplyAdds());
        Expect.count(field + ".max_training_bytes", budget.getMaxTrainingBytes());
        Expect.amount(field + ".max_latency_ms", budget.getMaxLatencyMs());
    }

    private static void checkGroups(AdaptationReport report) {
        Expect.that(
                report.getGroupsCount() <= MAX_GROUPS,
                "groups",
                "as at most " + MAX_GROUPS,
                report.getGroupsCount());
        for (GroupCount group : report.getGroupsList()) {
            Expect.id("groups.group", group.getGroup());
            Expect.count("groups.full", group.getFull());
            atMost("groups.kept", group.getKept(), group.getFull());
        }
    }

    private static void checkTimes(AdaptationReport report) {
        Expect.amount("encode_seconds", report.getEncodeSeconds());
        Expect.amount("score_seconds", report.getScoreSeconds());
        Expect.amount("gather_seconds", report.getGatherSeconds());
        Expect.amount("prune_seconds", report.getPruneSeconds());
        Expect.amount("finetune_seconds", report.getFinetuneSeconds());
        Expect.amount("total_seconds", report.getTotalSeconds());
    }

    private static void atMost(String field, long value, long most) {
        Expect.that(value >= 0 && value <= most, field, "from 0 to " + most, value);
    }
}
