package io.stampede.it.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real agent, asked to end as systemd asks, in the states in which that is hardest. */
class StopIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<Integer> ORDERLY = Set.of(0, 128 + 15);

    @TempDir private static Path root;
    private static MetaServer server;

    @BeforeAll
    static void publish() {
        server = MetaServer.start(root, Map.of());
        Path phi = root.resolve("phi.safetensors");
        new RandomPhi(0.25, 128, 4).write(phi, 1);
        server.publish("stop", phi);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void ends_soon_while_the_broker_cannot_be_reached() {
        try (Running agent = start("offline", Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9"))) {
            await(agent, "offline", state -> true);

            assertOrderly(agent.terminate());
        }
    }

    @Test
    void ends_soon_in_the_middle_of_an_adaptation_and_leaves_no_process() {
        try (Running agent = start("training", Map.of("STAMPEDE_AGENT_EPOCHS", "100000"))) {
            // Given
            await(
                    agent,
                    "training",
                    state ->
                            state.get("state").getAsString().equals("adapting")
                                    && state.get("progress").getAsDouble() > 0);
            List<ProcessHandle> children =
                    ProcessHandle.of(agent.id()).orElseThrow().descendants().toList();
            assertFalse(children.isEmpty());

            // When
            Running.Ending ending = agent.terminate();

            // Then
            assertOrderly(ending);
            assertTrue(children.stream().noneMatch(ProcessHandle::isAlive), children::toString);
        }
    }

    @Test
    void ends_soon_where_the_adaptation_does_not_listen() {
        try (Running agent = start("deaf", Map.of("STAMPEDE_AGENT_HOLD_AT", "score:middle"))) {
            // Given
            Path marker = root.resolve("deaf-data").resolve("held");
            String[] words =
                    Await.value(
                            "that the adaptation is held",
                            PATIENCE,
                            agent,
                            () ->
                                    Files.exists(marker)
                                            ? Optional.of(read(marker).strip().split(" "))
                                            : Optional.empty());
            assertEquals("score:middle", words[0]);
            assertTrue(ProcessHandle.of(Long.parseLong(words[1])).isPresent());

            // When
            Running.Ending ending = agent.terminate();

            // Then
            assertOrderly(ending);
            assertFalse(
                    ProcessHandle.of(Long.parseLong(words[1]))
                            .map(ProcessHandle::isAlive)
                            .orElse(false));
        }
    }

    private static void assertOrderly(Running.Ending ending) {
        assertTrue(ORDERLY.contains(ending.status()), ending::toString);
        assertTrue(ending.took().compareTo(LIMIT) <= 0, ending::toString);
    }

    private static Running start(String name, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("KAFKA_BOOTSTRAP_SERVERS", server.endpoints().bootstrapServers());
        all.put("STAMPEDE_AGENT_DEVICE_ID", "stop-" + name);
        all.put("STAMPEDE_AGENT_BATCH_SIZE", "16");
        all.putAll(environment);
        return Running.start(
                Application.AGENT,
                root.resolve(name),
                all,
                "run",
                "--data",
                "procedural:target?per-class=20",
                "--data-dir",
                root.resolve(name + "-data").toString());
    }

    private static void await(Running agent, String name, Predicate<JsonObject> wanted) {
        Path file = root.resolve(name + "-data").resolve("state.json");
        Await.value(
                "the state to stop in",
                PATIENCE,
                agent,
                () ->
                        Files.exists(file)
                                ? Optional.of(JsonParser.parseString(read(file)).getAsJsonObject())
                                        .filter(wanted)
                                : Optional.empty());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("expected to read " + file, e);
        }
    }

    /** A phi of small random numbers: nobody asks how well it does. */
}
