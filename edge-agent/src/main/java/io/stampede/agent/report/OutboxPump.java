package io.stampede.agent.report;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.hold.Moment.Point;
import io.stampede.agent.hold.Stage;
import io.stampede.proto.v1.AdaptationReport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves reports from the outbox to the broker, one at a time and in order.
 *
 * <p>Driven by the agent's thread; never blocks on the broker.
 */
public final class OutboxPump {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxPump.class);

    private final ReportOutbox outbox;
    private final DeviceSender sender;
    private final Backoff backoff;
    private final HoldPoint hold;
    private Optional<InFlight> inFlight = Optional.empty();

    private record InFlight(AdaptationReport report, CompletableFuture<Void> acknowledged) {}

    /** Creates a pump. */
    public OutboxPump(ReportOutbox outbox, DeviceSender sender, Backoff backoff) {
        this(outbox, sender, backoff, HoldPoint.NONE);
    }

    /** Creates a pump that a fault test may hold between the broker's word and ours. */
    public OutboxPump(ReportOutbox outbox, DeviceSender sender, Backoff backoff, HoldPoint hold) {
        this.hold = requireNonNull(hold, "hold is null");
        this.outbox = requireNonNull(outbox, "outbox is null");
        this.sender = requireNonNull(sender, "sender is null");
        this.backoff = requireNonNull(backoff, "backoff is null");
    }

    /** Does one step; returns how much was done, 0 where there is nothing to do. */
    public int doWork() {
        if (inFlight.isPresent()) {
            return inFlight.get().acknowledged().isDone() ? finish(inFlight.get()) : 0;
        }
        return backoff.isOver() ? sendOldest() : 0;
    }

    private int sendOldest() {
        Optional<AdaptationReport> oldest = outbox.oldest();
        inFlight =
                oldest.map(
                        report -> new InFlight(report, sender.send(report).toCompletableFuture()));
        return oldest.isPresent() ? 1 : 0;
    }

    private int finish(InFlight sent) {
        inFlight = Optional.empty();
        if (sent.acknowledged().isCompletedExceptionally()) {
            LOG.atWarn()
                    .addKeyValue("reportId", sent.report().getReportId())
                    .addKeyValue("waiting", backoff.failed())
                    .log("The broker did not take a report; it stays in the outbox");
            return 0;
        }
        hold.reach(Stage.REPORT, Point.MIDDLE);
        outbox.remove(sent.report());
        hold.reach(Stage.REPORT, Point.LEAVE);
        backoff.succeeded();
        LOG.atInfo()
                .addKeyValue("reportId", sent.report().getReportId())
                .addKeyValue("outcome", sent.report().getOutcome())
                .log("Report delivered");
        return 1;
    }
}
