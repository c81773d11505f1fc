package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.AdaptationOutcome.Failed;
import io.stampede.agent.adapt.AdaptationSummary;
import io.stampede.agent.adapt.Standing;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.hold.Stage;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.intake.ManifestLedger.Settlement;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.report.OutboxPump;
import io.stampede.agent.report.ReportOutbox;
import io.stampede.agent.report.ReportWriter;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.store.Facts;
import io.stampede.proto.v1.AdaptationReport;
import java.util.Optional;

/**
 * Everything by which the agent tells how it fares. What came of a model and the report on it are
 * stored in one transaction, so that a crash gives neither two reports nor none.
 *
 * @param database holds both
 * @param outbox keeps reports
 * @param writer writes them
 * @param pump sends them
 * @param board shows the state
 * @param hold where a fault test stops
 */
public record Reporting(
        AgentDatabase database,
        ReportOutbox outbox,
        ReportWriter writer,
        OutboxPump pump,
        StatusBoard board,
        HoldPoint hold) {
    private static final String REPORTED = "reported_switch";

    /** Checks the components. */
    public Reporting {
        requireNonNull(database, "database is null");
        requireNonNull(outbox, "outbox is null");
        requireNonNull(writer, "writer is null");
        requireNonNull(pump, "pump is null");
        requireNonNull(board, "board is null");
        requireNonNull(hold, "hold is null");
    }

    /** Whether a switch was reported; those of older agents count as such. */
    boolean hasReported(Standing standing) {
        return standing.switchId().isEmpty()
                || facts().read(REPORTED).equals(Optional.of(standing.switchId()));
    }

    /**
     * Reports a subnetwork that serves.
     *
     * @param alongside written in the same transaction
     */
    void adapted(
            ManifestLedger ledger,
            Manifest manifest,
            AdaptationSummary summary,
            Standing standing,
            Runnable alongside) {
        store(
                writer.adapted(manifest, summary),
                () -> {
                    ledger.settle(manifest.model(), Settlement.ADAPTED);
                    facts().write(REPORTED, standing.switchId());
                    alongside.run();
                });
    }

    /** Reports a subnetwork that does not serve because what serves is better. */
    void kept(
            ManifestLedger ledger,
            Manifest manifest,
            AdaptationSummary summary,
            Runnable alongside) {
        store(
                writer.kept(manifest, summary),
                () -> {
                    ledger.settle(manifest.model(), Settlement.KEPT);
                    alongside.run();
                });
    }

    /** Reports a model that gave no subnetwork; where it had given one before, it stays settled. */
    void failed(ManifestLedger ledger, ModelId model, Failed failed, Runnable alongside) {
        store(
                writer.failed(model, failed.code(), failed.smallest()),
                () -> {
                    if (ledger.wanted().map(Manifest::model).equals(Optional.of(model))) {
                        ledger.settle(model, Settlement.FAILED);
                    }
                    alongside.run();
                });
    }

    /** Reports what a rollback took out of service. */
    void rolledBack(ManifestLedger ledger, Standing standing) {
        ModelId rejected = standing.rejected().orElseThrow();
        store(
                writer.rolledBack(rejected),
                () -> {
                    ledger.settle(rejected, Settlement.ROLLED_BACK);
                    facts().write(REPORTED, standing.switchId());
                });
    }

    int doWork() {
        return pump.doWork() + board.doWork();
    }

    void show(
            AgentState state,
            double progress,
            Optional<String> waitingFor,
            Optional<String> lastError) {
        board.show(
                new Snapshot(
                        state, progress, waitingFor, lastError, outbox.size(), outbox.dropped()));
    }

    private void store(AdaptationReport report, Runnable alongside) {
        hold.reach(Stage.REPORT, Point.ENTER);
        database.inTransaction(
                open -> {
                    outbox.add(report);
                    alongside.run();
                    return null;
                });
    }

    private Facts facts() {
        return new Facts(database);
    }
}
