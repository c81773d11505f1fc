package io.stampede.bench.device;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.bench.console.ProgressLine;
import io.stampede.bench.file.ScratchDirectory;
import io.stampede.bench.process.ChildProcess;
import io.stampede.bench.process.FreePort;
import io.stampede.bench.process.FreshJvm;
import io.stampede.bench.process.Launcher;
import io.stampede.bench.process.Wait;
import io.stampede.bench.remote.Endpoints;
import io.stampede.bench.remote.MetaServerClient;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures the resident memory of the real agent, all its processes together, through its life:
 * idle, receiving a full-width VGG-19, pruning it, fine-tuning the subnetwork.
 *
 * <p>A real server with its broker publishes a phi that nobody trained; the agent is started as the
 * launcher starts it.
 */
public final class Footprint {
    private static final int CLASSES = 10;
    private static final double PERCENT = 5;
    private static final int BATCH = 16;
    private static final int EPOCHS = 3;
    static final int PICTURES = AdaptationConfig.DEFAULT.setSize();
    private static final String MODEL = "footprint";

    /** Nothing is measured on pictures held out, and nothing is exported. */
    private static final List<String> PRUNING_ALONE =
            List.of("--validation-fraction", "0", "--export", "none");

    private final Launcher launcher;
    private final int idleSeconds;
    private final Wait wait;

    /**
     * Prepares a measurement.
     *
     * @param idleSeconds how long an agent with nothing to do is watched
     */
    public Footprint(Launcher launcher, int idleSeconds, ProgressLine progress) {
        this.launcher = requireNonNull(launcher, "launcher is null");
        this.idleSeconds = idleSeconds;
        this.wait = new Wait(progress);
    }

    /** Starts everything, watches, stops everything. */
    public FootprintTable run() {
        try (ScratchDirectory scratch = ScratchDirectory.create("stampede-footprint")) {
            Path phi = scratch.path().resolve("phi.safetensors");
            RandomPhi.write(phi, Architecture.VGG19, 1);
            Path logs = scratch.path().resolve("logs");
            Path serverData = scratch.path().resolve("server");
            try (ChildProcess server = server(serverData, logs)) {
                Endpoints endpoints =
                        wait.until("starting", server, () -> Endpoints.read(serverData));
                Device device = new Device(endpoints, scratch.path(), logs);
                return watch(device, phi);
            }
        }
    }

    private FootprintTable watch(Device device, Path phi) {
        try (ChildProcess agent = device.start("prune", 0, PRUNING_ALONE)) {
            device.await(agent, "prune", "idle");
            long idle = MemorySampler.watch(agent, idleSeconds).peakBytes();
            device.publish(phi);
            PeakByState pruning = device.watchUntilServing(agent, "prune");
            long serving = MemorySampler.watch(agent, idleSeconds).lastBytes();
            agent.close();
            return new FootprintTable(
                    phi.toFile().length(),
                    idle,
                    pruning.of("receiving"),
                    pruning.of("adapting"),
                    fineTuning(device),
                    serving,
                    watchStep("vgg10", 0.0625, 2),
                    watchStep("vgg19", 1, BATCH));
        }
    }

    private long fineTuning(Device device) {
        try (ChildProcess agent = device.start("finetune", EPOCHS, List.of())) {
            return device.watchUntilServing(agent, "finetune").of("adapting");
        }
    }

    private static long watchStep(String architecture, double width, int batch) {
        FreshJvm jvm = FreshJvm.asDevice();
        return jvm.peakBytes(
                List.of(
                        "bench",
                        "step",
                        "--architecture",
                        architecture,
                        "--width",
                        Double.toString(width),
                        "--batch",
                        Integer.toString(batch),
                        "--warm-up",
                        "2",
                        "--steps",
                        "8"),
                ResidentMemory::bytes);
    }

    private ChildProcess server(Path data, Path logs) {
        return ChildProcess.start(
                "meta-server",
                launcher.command(
                        List.of(
                                "meta-server",
                                "--data-dir",
                                data.toString(),
                                "--http-port",
                                Integer.toString(FreePort.find()),
                                "--broker-port",
                                "0")),
                logs.resolve("meta-server.log"));
    }

    /** Agents of one server, each with a data directory of its own. */
    private final class Device {
        private final Endpoints endpoints;
        private final Path root;
        private final Path logs;

        private Device(Endpoints endpoints, Path root, Path logs) {
            this.endpoints = endpoints;
            this.root = root;
            this.logs = logs;
        }

        private ChildProcess start(String name, int epochs, List<String> more) {
            long full =
                    CostModel.FINE_TUNING
                            .of(Architectures.of(Architecture.VGG19, 1, CLASSES))
                            .parameters();
            List<String> arguments = new ArrayList<>(List.of("agent", "run"));
            arguments.addAll(List.of("--bootstrap-servers", endpoints.bootstrapServers()));
            arguments.addAll(List.of("--data-dir", root.resolve(name).toString()));
            arguments.addAll(List.of("--data", "procedural:target"));
            arguments.addAll(List.of("--data-size", Integer.toString(PICTURES)));
            arguments.addAll(List.of("--set-size", Integer.toString(PICTURES)));
            arguments.addAll(
                    List.of("--max-parameters", Long.toString((long) (full * PERCENT / 100))));
            arguments.addAll(List.of("--epochs", Integer.toString(epochs)));
            arguments.addAll(List.of("--batch-size", Integer.toString(BATCH)));
            arguments.addAll(more);
            return ChildProcess.start(
                    "agent", launcher.command(arguments), logs.resolve(name + ".log"));
        }

        private void publish(Path phi) {
            MetaServerClient client = new MetaServerClient(endpoints.http());
            client.publish(MODEL, client.upload(MODEL, phi));
        }

        private void await(ChildProcess agent, String name, String state) {
            wait.until("starting", agent, () -> Optional.of(state(name)).filter(state::equals));
        }

        private PeakByState watchUntilServing(ChildProcess agent, String name) {
            PeakByState peaks = new PeakByState();
            String state = state(name);
            while (!state.equals("serving")) {
                agent.requireAlive();
                peaks.add(state, ResidentMemory.bytes(agent.processes()));
                state = state(name);
            }
            return peaks;
        }

        private String state(String name) {
            Path file = root.resolve(name).resolve("state.json");
            if (!Files.exists(file)) {
                return "starting";
            }
            try {
                JsonObject status =
                        JsonParser.parseString(Files.readString(file)).getAsJsonObject();
                return status.get("state").getAsString();
            } catch (IOException e) {
                throw new StampedeException(
                        ErrorCode.STORAGE_FAILED, "expected to read " + file + ", found " + e, e);
            }
        }
    }
}
