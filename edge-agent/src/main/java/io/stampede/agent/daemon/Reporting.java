package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.AdaptationSummary;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.hold.Stage;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.intake.ManifestLedger.Settlement;
import io.stampede.agent.report.OutboxPump;
import io.stampede.agent.report.ReportOutbox;
import io.stampede.agent.report.ReportWriter;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.core.ErrorCode;
import java.util.Optional;

/**
 * Everything by which the agent tells how it fares. A manifest is settled and its report stored in
 * one transaction, so that a crash gives neither two reports nor none.
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
    /** Checks the components. */
    public Reporting {
        requireNonNull(database, "database is null");
        requireNonNull(outbox, "outbox is null");
        requireNonNull(writer, "writer is null");
        requireNonNull(pump, "pump is null");
        requireNonNull(board, "board is null");
        requireNonNull(hold, "hold is null");
    }

    void adapted(ManifestLedger ledger, Manifest manifest, AdaptationSummary summary) {
        hold.reach(Stage.REPORT, Point.ENTER);
        database.inTransaction(
                open -> {
                    outbox.add(writer.adapted(manifest, summary));
                    ledger.settle(manifest.model(), Settlement.ADAPTED);
                    return null;
                });
    }

    void failed(ManifestLedger ledger, Manifest manifest, ErrorCode code) {
        hold.reach(Stage.REPORT, Point.ENTER);
        database.inTransaction(
                open -> {
                    outbox.add(writer.failed(manifest.model(), code));
                    ledger.settle(manifest.model(), Settlement.FAILED);
                    return null;
                });
    }

    int doWork() {
        return pump.doWork() + board.doWork();
    }

    void show(AgentState state, double progress, Optional<String> lastError) {
        board.show(new Snapshot(state, progress, lastError, outbox.size(), outbox.dropped()));
    }
}
