package io.stampede.it.process;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device whose data directory is lost, and whose id the broker remembers. */
class ReinstallIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir private Path root;

    @Test
    void an_empty_device_under_an_id_that_is_known_gets_the_model_that_is_there() {
        try (MetaServer server = MetaServer.start(root, Map.of())) {
            // Given: a device that has heard of a model
            Path phi = root.resolve("phi.safetensors");
            RandomPhi.SMALLEST.write(phi, 1);
            server.publish("replaced", phi);
            try (Running agent = start(server, "first")) {
                awaitServing(agent, "first");
                agent.terminate();
            }

            // When
            try (Running agent = start(server, "second")) {
                // Then
                awaitServing(agent, "second");
            }
        }
    }

    private Running start(MetaServer server, String data) {
        return Running.start(
                Application.AGENT,
                root.resolve(data),
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", server.endpoints().bootstrapServers(),
                        "STAMPEDE_AGENT_DEVICE_ID", "replaced",
                        "STAMPEDE_AGENT_EPOCHS", "1"),
                "run",
                "--data",
                "procedural:target?per-class=20",
                "--data-dir",
                root.resolve(data + "-data").toString());
    }

    private void awaitServing(Running agent, String data) {
        Path file = root.resolve(data + "-data").resolve("state.json");
        Await.value(
                "that the model serves",
                PATIENCE,
                agent,
                () ->
                        state(file)
                                .filter(
                                        state ->
                                                state.get("state")
                                                        .getAsString()
                                                        .equals("serving")));
    }

    private static Optional<JsonObject> state(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(JsonParser.parseString(Files.readString(file)).getAsJsonObject())
                    : Optional.empty();
        } catch (IOException e) {
            throw new AssertionError("expected to read " + file, e);
        }
    }
}
