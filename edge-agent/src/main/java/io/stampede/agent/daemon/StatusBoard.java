package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.report.Backoff;
import io.stampede.agent.report.DeviceSender;
import io.stampede.agent.report.ReportWriter.Device;
import io.stampede.agent.store.AtomicFile;
import io.stampede.proto.v1.DeviceStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tells what the device does: to the server as {@code DeviceStatus}, to {@code status} as a file.
 *
 * <p>Says every change of state at once and mere progress at most every few seconds; only the
 * latest status is ever sent. Driven by the agent's thread, whose life shows in the file's age.
 */
public final class StatusBoard {
    /** How often the file is touched while it says nothing new. */
    public static final Duration ALIVE_INTERVAL = Duration.ofMinutes(1);

    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(5);

    private final Device device;
    private final Path file;
    private final DeviceSender sender;
    private final Clocks clocks;
    private final Backoff backoff;
    private Optional<Snapshot> shown = Optional.empty();
    private Instant shownAt = Instant.MIN;
    private Instant aliveAt = Instant.MIN;
    private Optional<DeviceStatus> unsent = Optional.empty();
    private Optional<CompletableFuture<Void>> inFlight = Optional.empty();
    private DeviceStatus sent = DeviceStatus.getDefaultInstance();
    private DeviceStatus latest = DeviceStatus.getDefaultInstance(); // sent or to be sent

    /**
     * Creates a board.
     *
     * @param file the file that {@code status} reads
     * @param backoff how to wait while the broker takes nothing
     */
    public StatusBoard(
            Device device, Path file, DeviceSender sender, Clocks clocks, Backoff backoff) {
        this.device = requireNonNull(device, "device is null");
        this.file = requireNonNull(file, "file is null");
        this.sender = requireNonNull(sender, "sender is null");
        this.clocks = requireNonNull(clocks, "clocks is null");
        this.backoff = requireNonNull(backoff, "backoff is null");
    }

    /**
     * Shows a snapshot where it says something new.
     *
     * @throws io.stampede.core.StampedeException with {@code STORAGE_FAILED}; the snapshot is then
     *     still new
     */
    public void show(Snapshot snapshot) {
        sayAlive();
        boolean changed =
                shown.map(old -> !withoutProgress(old).equals(withoutProgress(snapshot)))
                        .orElse(true);
        boolean progressed =
                shown.map(old -> old.progress() != snapshot.progress()).orElse(true)
                        && !clocks.steady().instant().isBefore(shownAt.plus(PROGRESS_INTERVAL));
        if (changed || progressed) {
            queue(toStatus(snapshot));
            AtomicFile.write(file, toJson(snapshot).toString().getBytes(StandardCharsets.UTF_8));
            shown = Optional.of(snapshot);
            shownAt = clocks.steady().instant();
        }
    }

    /** A health check goes by the file's age: who shows nothing for long is dead or hangs. */
    private void sayAlive() {
        if (!clocks.steady().instant().isBefore(aliveAt.plus(ALIVE_INTERVAL))) {
            aliveAt = clocks.steady().instant();
            AtomicFile.touch(file, clocks.wall().instant());
        }
    }

    /** The file says more than the server is told: not all of its news is news to the server. */
    private void queue(DeviceStatus status) {
        if (!withoutTime(status).equals(withoutTime(latest))) {
            latest = status;
            unsent = Optional.of(status);
        }
    }

    private static DeviceStatus withoutTime(DeviceStatus status) {
        return status.toBuilder().clearAtUnixMillis().build();
    }

    /** Sends what is unsent; returns how much was done. */
    public int doWork() {
        if (inFlight.isPresent()) {
            return inFlight.get().isDone() ? finish(inFlight.get()) : 0;
        }
        if (unsent.isEmpty() || !backoff.isOver()) {
            return 0;
        }
        sent = unsent.get();
        unsent = Optional.empty();
        inFlight = Optional.of(sender.send(sent).toCompletableFuture());
        return 1;
    }

    private int finish(CompletableFuture<Void> done) {
        inFlight = Optional.empty();
        if (done.isCompletedExceptionally()) {
            unsent = unsent.or(() -> Optional.of(sent));
            backoff.failed();
            return 0;
        }
        backoff.succeeded();
        return 1;
    }

    private static Snapshot withoutProgress(Snapshot snapshot) {
        return new Snapshot(
                snapshot.state(),
                0,
                snapshot.waitingFor(),
                snapshot.lastError(),
                snapshot.waitingReports(),
                snapshot.droppedReports());
    }

    private DeviceStatus toStatus(Snapshot snapshot) {
        AgentState state = snapshot.state();
        return DeviceStatus.newBuilder()
                .setDeviceId(device.id())
                .setState(state.wire())
                .setModelName(state.pending().or(state::serving).map(ModelId::name).orElse(""))
                .setServingVersion(state.serving().map(ModelId::version).orElse(0L))
                .setPendingVersion(state.pending().map(ModelId::version).orElse(0L))
                .setProgress(snapshot.progress())
                .setAgentVersion(device.agentVersion())
                .setAtUnixMillis(clocks.wall().millis())
                .build();
    }

    private JsonObject toJson(Snapshot snapshot) {
        DeviceStatus status = toStatus(snapshot);
        JsonObject json = new JsonObject();
        json.addProperty("device_id", device.id());
        json.addProperty("state", StateNames.of(status.getState()));
        json.addProperty("model_name", status.getModelName());
        json.addProperty("serving_version", status.getServingVersion());
        json.addProperty("pending_version", status.getPendingVersion());
        json.addProperty("progress", snapshot.progress());
        snapshot.waitingFor().ifPresent(what -> json.addProperty("waiting_for", what));
        snapshot.lastError().ifPresent(error -> json.addProperty("last_error", error));
        json.addProperty("waiting_reports", snapshot.waitingReports());
        json.addProperty("dropped_reports", snapshot.droppedReports());
        json.addProperty("agent_version", device.agentVersion());
        json.addProperty("process_id", ProcessHandle.current().pid());
        json.addProperty("at", clocks.wall().instant().toString());
        return json;
    }
}
