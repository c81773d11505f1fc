package io.stampede.it.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.bench.remote.Endpoints;
import io.stampede.it.deploy.Manifests;
import io.stampede.it.process.Application;
import io.stampede.it.process.Await;
import io.stampede.it.process.Running;
import io.stampede.proto.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One run of everything, and what was seen on the way: training, publishing, adapting, a report;
 * then the device restarts and the model is announced once more; then both stop.
 */
final class WholePath {
    /** The device for which {@code deploy/} has an example. */
    static final String DEVICE = "device-0001";

    static final String MODEL = "whole-path";
    static final long MAX_PARAMETERS = 20_000;

    private static final Topics TOPICS = Topics.DEFAULT;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path directory;
    private final CanaryPictures pictures;
    private final Seen seen = new Seen();
    private Rest rest;
    private String bootstrapServers;

    /** What a run showed. */
    static final class Seen {
        JsonArray reports;
        JsonArray reportsAfterRestart;
        Map<Path, Object> deviceFiles;
        Map<Path, Object> deviceFilesAfterRestart;
        String agentLogAfterRestart;
        Map<String, Integer> httpStatus = new TreeMap<>();
        Map<String, Map<String, String>> topicPolicies = new LinkedHashMap<>();
        Set<String> topics;
        Set<String> groups;
        long announcements;
        Map<String, List<ConsumerRecord<byte[], byte[]>>> deviceRecords = new LinkedHashMap<>();
        List<SentRecord> told;
        int egressStatus;
        JsonObject egress;
        Map<String, Running.Ending> stopping = new LinkedHashMap<>();
    }

    WholePath(Path directory) throws IOException {
        this.directory = directory;
        this.pictures = CanaryPictures.draw(directory);
    }

    CanaryPictures pictures() {
        return pictures;
    }

    Path brokerDirectory() {
        return directory.resolve("server-data").resolve("broker");
    }

    Path agentDirectory() {
        return directory.resolve("agent-data");
    }

    Path ledgerDirectory() {
        return agentDirectory().resolve("egress");
    }

    Seen run() throws IOException {
        try (Running server = startServer()) {
            Endpoints endpoints =
                    Await.value(
                            "endpoints.json",
                            PATIENCE,
                            server,
                            () -> Endpoints.read(directory.resolve("server-data")));
            rest = new Rest(endpoints.http());
            bootstrapServers = endpoints.bootstrapServers();
            askForEveryPath(server);
            try (Running agent = startAgent("agent")) {
                train(server);
                seen.reports = awaitReport(agent);
                awaitServing(agent);
                seen.deviceFiles = deviceFiles();
                seen.stopping.put("agent while serving", agent.terminate());
            }
            try (Running agent = startAgent("agent-again")) {
                announceAgain(agent);
                seen.agentLogAfterRestart = agent.errors();
                seen.reportsAfterRestart = rest.reports();
                seen.deviceFilesAfterRestart = deviceFiles();
                lookAtBroker();
                seen.stopping.put("agent again", agent.terminate());
            }
            recordDevice();
            verifyLedger();
            seen.stopping.put("server", server.terminate());
        }
        return seen;
    }

    private Running startServer() {
        return Running.start(
                Application.SERVER,
                directory.resolve("server"),
                Map.of("STAMPEDE_SERVER_CHUNK_BYTES", "65536"),
                "--data-dir",
                directory.resolve("server-data").toString(),
                "--http-port",
                "0",
                "--broker-port",
                "0");
    }

    private Running startAgent(String name) {
        return Running.start(
                Application.AGENT,
                directory.resolve(name),
                Map.of(
                        "STAMPEDE_AGENT_DEVICE_ID", DEVICE,
                        "STAMPEDE_AGENT_BATCH_SIZE", "16",
                        "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers),
                "run",
                "--data",
                pictures.source(),
                "--data-dir",
                agentDirectory().toString(),
                "--max-parameters",
                Long.toString(MAX_PARAMETERS),
                "--epochs",
                "1");
    }

    /** The paths that the Deployment's probes and Prometheus will ask for. */
    private void askForEveryPath(Running server) {
        for (String path : Manifests.base().serverPaths()) {
            int status =
                    Await.value(
                            path,
                            PATIENCE,
                            server,
                            () -> Optional.of(rest.status(path)).filter(code -> code == 200));
            seen.httpStatus.put(path, status);
        }
    }

    private void train(Running server) {
        JsonObject request = new JsonObject();
        request.addProperty("model_name", MODEL);
        request.addProperty("reference", "procedural:source?classes=20&per-class=20");
        request.addProperty("preset", "smoke");
        request.addProperty("pretrain_epochs", 1);
        request.addProperty("meta_iterations", 2);
        String id = rest.post("/api/v1/meta-trainings", request).get("id").getAsString();
        JsonObject ended =
                Await.value(
                        "the end of the training",
                        PATIENCE,
                        server,
                        () ->
                                Optional.of(
                                                rest.get("/api/v1/meta-trainings/" + id)
                                                        .getAsJsonObject())
                                        .filter(WholePath::hasEnded));
        assertEquals("succeeded", ended.get("state").getAsString(), ended::toString);
        assertEquals(1, ended.get("model_version").getAsInt());
    }

    private static boolean hasEnded(JsonObject job) {
        return !Set.of("queued", "running").contains(job.get("state").getAsString());
    }

    private JsonArray awaitReport(Running agent) {
        return Await.value(
                "a report at the server",
                PATIENCE,
                agent,
                () -> Optional.of(rest.reports()).filter(reports -> !reports.isEmpty()));
    }

    private void awaitServing(Running agent) {
        Await.value(
                "a serving device",
                PATIENCE,
                agent,
                () ->
                        stateOf(agent)
                                .filter(
                                        state ->
                                                state.get("state").getAsString().equals("serving")
                                                        && state.get("waiting_reports").getAsInt()
                                                                == 0));
    }

    private Optional<JsonObject> stateOf(Running agent) {
        Path file = agentDirectory().resolve("state.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonObject state = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return Optional.of(state)
                    .filter(found -> found.get("process_id").getAsLong() == agent.id());
        } catch (IOException e) {
            throw new AssertionError("expected a state at " + file, e);
        }
    }

    /** The same version once more, and the device hears it. */
    private void announceAgain(Running agent) {
        rest.post("/api/v1/models/" + MODEL + "/versions/1/publish", new JsonObject());
        try (BrokerView broker = new BrokerView(bootstrapServers)) {
            seen.announcements = broker.end(TOPICS.manifest());
            Await.value(
                    "that the agent has heard the second announcement",
                    PATIENCE,
                    agent,
                    () ->
                            Optional.of(true)
                                    .filter(
                                            yes ->
                                                    broker.hasRead(
                                                            DEVICE + "-manifests",
                                                            TOPICS.manifest())));
        }
        awaitServing(agent);
    }

    private void lookAtBroker() {
        try (BrokerView broker = new BrokerView(bootstrapServers)) {
            seen.topics = broker.topics();
            seen.groups = broker.groups();
            Manifests.base()
                    .topicPolicies()
                    .forEach(
                            (topic, policy) ->
                                    seen.topicPolicies.put(
                                            topic, broker.policy(topic, policy.keySet())));
        }
    }

    /** Every record of every topic that the server does not write, once the device is silent. */
    private void recordDevice() {
        try (BrokerView broker = new BrokerView(bootstrapServers)) {
            for (String topic : broker.topics()) {
                boolean ofServer = Set.of(TOPICS.manifest(), TOPICS.chunk()).contains(topic);
                if (!ofServer && !topic.startsWith("__")) {
                    seen.deviceRecords.put(topic, broker.records(topic));
                }
            }
        }
        seen.told = SentRecord.told(ledgerDirectory());
    }

    /** As the device's owner does it. */
    private void verifyLedger() {
        try (Running egress =
                Running.start(
                        Application.AGENT,
                        directory.resolve("egress"),
                        Map.of(),
                        "egress",
                        "--data-dir",
                        agentDirectory().toString(),
                        "--since",
                        "all",
                        "--output",
                        "json")) {
            seen.egressStatus = egress.await(PATIENCE);
            seen.egress = JsonParser.parseString(egress.output()).getAsJsonObject();
        }
    }

    /** When each file of the model and of the subnetwork was last written. */
    private Map<Path, Object> deviceFiles() throws IOException {
        Map<Path, Object> files = new TreeMap<>();
        for (Path root :
                List.of(agentDirectory().resolve("models"), agentDirectory().resolve("slots"))) {
            try (var walk = Files.walk(root)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    files.put(file, Files.getLastModifiedTime(file));
                }
            }
        }
        return files;
    }

    /** The subnetwork that serves. */
    Path subnetwork() throws IOException {
        JsonElement pointer =
                JsonParser.parseString(
                        Files.readString(
                                agentDirectory().resolve("slots").resolve("current"),
                                StandardCharsets.UTF_8));
        return agentDirectory()
                .resolve("slots")
                .resolve(pointer.getAsJsonObject().get("slot").getAsString())
                .resolve("subnetwork.safetensors");
    }
}
