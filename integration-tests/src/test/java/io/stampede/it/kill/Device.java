package io.stampede.it.kill;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.egress.LedgerAudit;
import io.stampede.agent.store.DataDirectory;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.it.process.Application;
import io.stampede.it.process.Await;
import io.stampede.it.process.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One device: its directory, and what an outsider sees of it. */
final class Device {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String id;
    private final Path root;
    private final String bootstrapServers;
    private final DataDirectory data;
    private int starts;

    Device(String id, Path root, String bootstrapServers) {
        this.id = id;
        this.root = root;
        this.bootstrapServers = bootstrapServers;
        this.data = new DataDirectory(root.resolve("data"));
    }

    String id() {
        return id;
    }

    /** Takes over the whole state of another device that is off. */
    void copyOf(Device other) {
        try (var files = Files.walk(other.data.root())) {
            for (Path file : files.toList()) {
                Path target = data.root().resolve(other.data.root().relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the agent, held at a moment where one is given. */
    Running start(Optional<String> holdAt) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("STAMPEDE_AGENT_DEVICE_ID", id);
        environment.put("STAMPEDE_AGENT_EPOCHS", "1");
        environment.put("STAMPEDE_AGENT_PRUNING_STEPS", "2");
        environment.put("STAMPEDE_AGENT_BATCH_SIZE", "16");
        // Random weights: which of two is more accurate says nothing here.
        environment.put("STAMPEDE_AGENT_ACCURACY_MARGIN", "1");
        holdAt.ifPresent(moment -> environment.put("STAMPEDE_AGENT_HOLD_AT", moment));
        starts++;
        return Running.start(
                Application.AGENT,
                root.resolve("run-" + starts),
                environment,
                "run",
                "--data",
                "procedural:target?classes=3&per-class=20",
                "--data-dir",
                data.root().toString());
    }

    /** Waits until the agent is held; gives the id of the process that is. */
    long awaitHeld(Running agent) {
        Path marker = data.root().resolve("held");
        return Await.value(
                "that the agent is held",
                PATIENCE,
                agent,
                () ->
                        Files.exists(marker)
                                ? Optional.of(Long.parseLong(read(marker).strip().split(" ")[1]))
                                : Optional.empty());
    }

    /** Lets the next start go on. */
    void release() {
        try {
            Files.deleteIfExists(data.root().resolve("held"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a state that this very process has told. */
    JsonObject await(String what, Running agent, Predicate<JsonObject> wanted) {
        return Await.value(
                what,
                PATIENCE,
                agent,
                () ->
                        state().filter(state -> state.get("process_id").getAsLong() == agent.id())
                                .filter(wanted));
    }

    /** Waits until a version serves and its report is no longer on the device. */
    void awaitServing(Running agent, long version) {
        await(
                "that version " + version + " serves and is reported",
                agent,
                state ->
                        state.get("serving_version").getAsLong() == version
                                && state.get("pending_version").getAsLong() == 0
                                && state.get("waiting_reports").getAsLong() == 0);
    }

    /** The version that serves by what is on disk; both files of a switch must open. */
    long servingOnDisk() {
        Slots slots = new Slots(data.slots());
        Slots.Slot current = slots.current().orElseThrow();
        requireOpens(current);
        slots.previous().ifPresent(Device::requireOpens);
        return current.model().version();
    }

    /** Chunks of a model on its way that are verified, by a copy of the database. */
    long verifiedChunks() {
        Path copy = root.resolve("db");
        try {
            Files.createDirectories(copy);
            for (String name : new String[] {"agent.db", "agent.db-wal"}) {
                Path file = data.root().resolve(name);
                if (Files.exists(file)) {
                    Files.copy(file, copy.resolve(name));
                }
            }
            try (Connection connection =
                            DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("agent.db"));
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM chunk")) {
                return rows.getLong(1);
            }
        } catch (IOException | SQLException e) {
            throw new AssertionError("expected to read the device's database", e);
        }
    }

    /** Whether a whole model is on the shelf. */
    boolean isOnShelf(String name, long version) {
        return Files.isRegularFile(
                data.models()
                        .resolve(name)
                        .resolve(Long.toString(version))
                        .resolve("phi.safetensors"));
    }

    LedgerAudit.Verdict ledger() {
        return LedgerAudit.of(data.egress(), message -> {});
    }

    private Optional<JsonObject> state() {
        return Files.exists(data.stateFile())
                ? Optional.of(JsonParser.parseString(read(data.stateFile())).getAsJsonObject())
                : Optional.empty();
    }

    private static void requireOpens(Slots.Slot slot) {
        try (SubnetworkFile file = SubnetworkFile.open(slot.subnetwork())) {
            file.requireFinite();
            if (!file.header().parentSha256().equals(slot.model().sha256())) {
                throw new AssertionError("expected a subnetwork of " + slot.model());
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
