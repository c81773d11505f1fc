package io.stampede.server.rest;

import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Budget;
import io.stampede.server.report.StoredReport;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A report as JSON shows it, with the names of the contract; what the device left out is null. */
public record ReportView(
        String reportId,
        String deviceId,
        long sequence,
        String modelName,
        long modelVersion,
        String modelSha256,
        String outcome,
        int errorCode,
        BudgetView budget,
        long parameters,
        long multiplyAdds,
        long fullParameters,
        long fullMultiplyAdds,
        List<GroupView> groups,
        Double validationAccuracy,
        Double incumbentAccuracy,
        int trainingImages,
        int validationImages,
        double encodeSeconds,
        double scoreSeconds,
        double gatherSeconds,
        double pruneSeconds,
        double finetuneSeconds,
        double totalSeconds,
        long peakTensorBytes,
        long peakResidentBytes,
        String agentVersion,
        Instant createdAt,
        long droppedReports,
        Double predictedLatencyMs,
        Double measuredLatencyMs,
        int batchSize,
        int accumulatedBatches,
        long predictedTrainingBytes,
        BudgetView smallestBudget,
        String servingEngine,
        Instant receivedAt) {
    private static final String OUTCOME_PREFIX = "OUTCOME_";

    /** The limits that the device had set; null means unlimited. */
    public record BudgetView(
            Long maxParameters, Long maxMultiplyAdds, Long maxTrainingBytes, Double maxLatencyMs) {}

    /** How many channels of one group stayed. */
    public record GroupView(String group, int kept, int full) {}

    static ReportView of(StoredReport stored) {
        AdaptationReport report = stored.report();
        return new ReportView(
                report.getReportId(),
                report.getDeviceId(),
                report.getSequence(),
                report.getModelName(),
                report.getModelVersion(),
                HexFormat.of().formatHex(report.getModelSha256().toByteArray()),
                outcome(report),
                report.getErrorCode(),
                budget(report.getBudget()),
                report.getParameters(),
                report.getMultiplyAdds(),
                report.getFullParameters(),
                report.getFullMultiplyAdds(),
                groups(report),
                report.hasValidationAccuracy() ? report.getValidationAccuracy() : null,
                report.hasIncumbentAccuracy() ? report.getIncumbentAccuracy() : null,
                report.getTrainingImages(),
                report.getValidationImages(),
                report.getEncodeSeconds(),
                report.getScoreSeconds(),
                report.getGatherSeconds(),
                report.getPruneSeconds(),
                report.getFinetuneSeconds(),
                report.getTotalSeconds(),
                report.getPeakTensorBytes(),
                report.getPeakResidentBytes(),
                report.getAgentVersion(),
                Instant.ofEpochMilli(report.getCreatedAtUnixMillis()),
                report.getDroppedReports(),
                report.hasPredictedLatencyMs() ? report.getPredictedLatencyMs() : null,
                report.hasMeasuredLatencyMs() ? report.getMeasuredLatencyMs() : null,
                report.getBatchSize(),
                report.getAccumulatedBatches(),
                report.getPredictedTrainingBytes(),
                report.hasSmallestBudget() ? budget(report.getSmallestBudget()) : null,
                report.getServingEngine(),
                stored.receivedAt());
    }

    private static String outcome(AdaptationReport report) {
        return report.getOutcome()
                .name()
                .substring(OUTCOME_PREFIX.length())
                .toLowerCase(Locale.ROOT);
    }

    private static BudgetView budget(Budget budget) {
        return new BudgetView(
                budget.hasMaxParameters() ? budget.getMaxParameters() : null,
                budget.hasMaxMultiplyAdds() ? budget.getMaxMultiplyAdds() : null,
                budget.hasMaxTrainingBytes() ? budget.getMaxTrainingBytes() : null,
                budget.hasMaxLatencyMs() ? budget.getMaxLatencyMs() : null);
    }

    private static List<GroupView> groups(AdaptationReport report) {
        return report.getGroupsList().stream()
                .map(group -> new GroupView(group.getGroup(), group.getKept(), group.getFull()))
                .toList();
    }
}
