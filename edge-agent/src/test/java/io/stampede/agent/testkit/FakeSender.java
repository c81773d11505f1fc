package io.stampede.agent.testkit;

import io.stampede.agent.report.DeviceSender;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.DeviceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A broker that acknowledges at once, later, or never. */
public final class FakeSender implements DeviceSender {
    /** What the broker does with the next message. */
    public enum Mood {
        /** Acknowledges at once. */
        ACKNOWLEDGE,
        /** Says nothing until asked to. */
        WAIT,
        /** Refuses. */
        REFUSE
    }

    private final List<AdaptationReport> reports = new ArrayList<>();
    private final List<DeviceStatus> statuses = new ArrayList<>();
    private Mood mood = Mood.ACKNOWLEDGE;
    private CompletableFuture<Void> last = new CompletableFuture<>();

    /** Changes what happens to the next message. */
    public void setMood(Mood next) {
        mood = next;
    }

    /** Reports that were handed over, acknowledged or not. */
    public List<AdaptationReport> reports() {
        return List.copyOf(reports);
    }

    /** Statuses that were handed over, acknowledged or not. */
    public List<DeviceStatus> statuses() {
        return List.copyOf(statuses);
    }

    /** Acknowledges the last message. */
    public void acknowledge() {
        last.complete(null);
    }

    @Override
    public CompletionStage<Void> send(AdaptationReport report) {
        reports.add(report);
        return reply();
    }

    @Override
    public CompletionStage<Void> send(DeviceStatus status) {
        statuses.add(status);
        return reply();
    }

    private CompletionStage<Void> reply() {
        last = new CompletableFuture<>();
        if (mood == Mood.ACKNOWLEDGE) {
            last.complete(null);
        } else if (mood == Mood.REFUSE) {
            last.completeExceptionally(new IllegalStateException("no broker"));
        }
        return last;
    }
}
