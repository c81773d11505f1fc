package io.stampede.agent.report;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.stampede.agent.adapt.AdaptationDetails;
import io.stampede.agent.adapt.AdaptationSummary;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.Outcome;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes reports: what the wire contract names, from what the device knows, and nothing else. */
public final class ReportWriter {
    private final Device device;
    private final Clock clock;

    /**
     * What every report of a device says.
     *
     * @param id stable id of the device
     * @param agentVersion version of this program
     * @param budget limits that the device has set
     */
    public record Device(String id, String agentVersion, Budget budget) {
        /** Checks the components. */
        public Device {
            requireNonNull(id, "id is null");
            requireNonNull(agentVersion, "agent version is null");
            requireNonNull(budget, "budget is null");
        }
    }

    /** Creates a writer. */
    public ReportWriter(Device device, Clock clock) {
        this.device = requireNonNull(device, "device is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** A report on a subnetwork that now serves. */
    public AdaptationReport adapted(Manifest manifest, AdaptationSummary summary) {
        return measured(Outcome.OUTCOME_ADAPTED, manifest, summary);
    }

    /** A report on a subnetwork that does not serve, because what serves is more accurate. */
    public AdaptationReport kept(Manifest manifest, AdaptationSummary summary) {
        return measured(Outcome.OUTCOME_KEPT, manifest, summary);
    }

    /** A report on a model whose subnetwork was taken out of service. */
    public AdaptationReport rolledBack(ModelId model) {
        AdaptationReport.Builder report = start(Outcome.OUTCOME_ROLLED_BACK);
        addModel(report, model);
        return report.build();
    }

    private AdaptationReport measured(
            Outcome outcome, Manifest manifest, AdaptationSummary summary) {
        AdaptationReport.Builder report =
                start(outcome)
                        .setParameters(summary.parameters())
                        .setMultiplyAdds(summary.multiplyAdds())
                        .setFullParameters(summary.fullParameters())
                        .setFullMultiplyAdds(summary.fullMultiplyAdds())
                        .setTrainingImages(summary.trainingImages())
                        .setValidationImages(summary.validationImages())
                        .setEncodeSeconds(summary.seconds().encode())
                        .setScoreSeconds(summary.seconds().score())
                        .setGatherSeconds(summary.seconds().gather())
                        .setPruneSeconds(summary.seconds().prune())
                        .setFinetuneSeconds(summary.seconds().finetune())
                        .setTotalSeconds(summary.seconds().total())
                        .setPeakTensorBytes(summary.peakTensorBytes())
                        .setPeakResidentBytes(summary.peakResidentBytes());
        summary.accuracy().ifPresent(report::setValidationAccuracy);
        addDetails(report, summary.details());
        addModel(report, manifest.model());
        addGroups(report, manifest, summary.keptCounts());
        return report.build();
    }

    /**
     * A report on a model that gave no subnetwork.
     *
     * @param smallest the least budget that would do, where that is known
     */
    public AdaptationReport failed(ModelId model, ErrorCode code, Optional<Budget> smallest) {
        AdaptationReport.Builder report = start(outcome(code)).setErrorCode(code.number());
        smallest.map(ReportWriter::wire).ifPresent(report::setSmallestBudget);
        addModel(report, model);
        return report.build();
    }

    /** A report on a manifest that cannot be believed, so nothing of it is repeated. */
    public AdaptationReport manifestRefused(ErrorCode code) {
        return start(Outcome.OUTCOME_FAILED).setErrorCode(code.number()).build();
    }

    private AdaptationReport.Builder start(Outcome outcome) {
        return AdaptationReport.newBuilder()
                .setReportId(UUID.randomUUID().toString())
                .setDeviceId(device.id())
                .setOutcome(outcome)
                .setBudget(wire(device.budget()))
                .setAgentVersion(device.agentVersion())
                .setCreatedAtUnixMillis(clock.millis());
    }

    private static io.stampede.proto.v1.Budget wire(Budget limits) {
        io.stampede.proto.v1.Budget.Builder budget = io.stampede.proto.v1.Budget.newBuilder();
        limits.maxParameters().ifPresent(budget::setMaxParameters);
        limits.maxMultiplyAdds().ifPresent(budget::setMaxMultiplyAdds);
        limits.maxTrainingBytes().ifPresent(budget::setMaxTrainingBytes);
        limits.maxLatencyMillis().ifPresent(budget::setMaxLatencyMs);
        return budget.build();
    }

    private static Outcome outcome(ErrorCode code) {
        return code == ErrorCode.BUDGET_INFEASIBLE
                ? Outcome.OUTCOME_REFUSED
                : Outcome.OUTCOME_FAILED;
    }

    private static void addDetails(AdaptationReport.Builder report, AdaptationDetails details) {
        details.incumbentAccuracy().ifPresent(report::setIncumbentAccuracy);
        details.predictedLatencyMillis().ifPresent(report::setPredictedLatencyMs);
        details.measuredLatencyMillis().ifPresent(report::setMeasuredLatencyMs);
        report.setBatchSize(details.batchSize())
                .setAccumulatedBatches(details.accumulatedBatches())
                .setPredictedTrainingBytes(details.predictedTrainingBytes())
                .setServingEngine(details.servingEngine());
    }

    private static void addModel(AdaptationReport.Builder report, ModelId model) {
        report.setModelName(model.name())
                .setModelVersion(model.version())
                .setModelSha256(ByteString.copyFrom(HexFormat.of().parseHex(model.sha256())));
    }

    private static void addGroups(
            AdaptationReport.Builder report, Manifest manifest, Map<String, Integer> kept) {
        NetworkSpec full = Architectures.of(manifest.architecture(), manifest.width(), 2);
        full.channels()
                .forEach(
                        (group, channels) ->
                                report.addGroups(
                                        GroupCount.newBuilder()
                                                .setGroup(group)
                                                .setKept(kept.getOrDefault(group, 0))
                                                .setFull(channels)));
    }
}
