package io.stampede.server.report;

import io.stampede.core.ErrorCode;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.Outcome;
import java.util.Arrays;

/** What a report must satisfy to be believed. */
final class ReportRules {
    private static final int MAX_GROUPS = 1000;
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
                "as adapted, refused or failed",
                report.getOutcomeValue());
        int code = report.getErrorCode();
        boolean known = Arrays.stream(ErrorCode.values()).anyMatch(each -> each.number() == code);
        Expect.that(
                outcome == Outcome.OUTCOME_ADAPTED ? code == 0 : known,
                "error_code",
                outcome == Outcome.OUTCOME_ADAPTED ? "0" : "as the number of an ErrorCode",
                code);
    }

    private static void checkCosts(AdaptationReport report) {
        Expect.count("full_parameters", report.getFullParameters());
        Expect.count("full_multiply_adds", report.getFullMultiplyAdds());
        atMost("parameters", report.getParameters(), report.getFullParameters());
        atMost("multiply_adds", report.getMultiplyAdds(), report.getFullMultiplyAdds());
        Expect.count("budget.max_parameters", report.getBudget().getMaxParameters());
        Expect.count("budget.max_multiply_adds", report.getBudget().getMaxMultiplyAdds());
        Expect.count("budget.max_training_bytes", report.getBudget().getMaxTrainingBytes());
        Expect.count("peak_tensor_bytes", report.getPeakTensorBytes());
        Expect.count("peak_resident_bytes", report.getPeakResidentBytes());
        Expect.count("training_images", report.getTrainingImages());
        Expect.count("validation_images", report.getValidationImages());
        if (report.hasValidationAccuracy()) {
            Expect.ratio("validation_accuracy", report.getValidationAccuracy());
        }
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
        Expect.seconds("encode_seconds", report.getEncodeSeconds());
        Expect.seconds("score_seconds", report.getScoreSeconds());
        Expect.seconds("gather_seconds", report.getGatherSeconds());
        Expect.seconds("prune_seconds", report.getPruneSeconds());
        Expect.seconds("finetune_seconds", report.getFinetuneSeconds());
        Expect.seconds("total_seconds", report.getTotalSeconds());
    }

    private static void atMost(String field, long value, long most) {
        Expect.that(value >= 0 && value <= most, field, "from 0 to " + most, value);
    }
}
