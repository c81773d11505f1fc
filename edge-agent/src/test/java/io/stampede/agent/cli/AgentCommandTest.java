package io.stampede.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.agent.adapt.AdaptCommandLine;
import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.Basis;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.testkit.FakeRunner;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuningConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandTest {
    private static final String SOURCE = "procedural:target?per-class=4";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeEngine engine = new FakeEngine();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private boolean interactive;
    private boolean colour;
    @TempDir private Path directory;

    @Test
    void adapt_answers_with_one_json_document() {
        int status =
                run("adapt", "--model", "phi", "--data", SOURCE, "--out", "o", "--output", "json");

        assertEquals(0, status, err.toString(UTF_8));
        JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
        assertEquals(1_000, document.get("parameters").getAsLong());
        assertEquals(0.75, document.get("accuracy").getAsDouble());
    }

    @Test
    void adapt_answers_people_in_lines() {
        run("adapt", "--model", "phi", "--data", SOURCE, "--out", "o");

        assertTrue(out.toString(UTF_8).contains("1,000 of 10,000 (10.00 %)"), out.toString(UTF_8));
    }

    @Test
    void adapt_passes_every_option_on() {
        run(
                "adapt",
                "--model",
                "phi",
                "--data",
                SOURCE,
                "--data-size",
                "20",
                "--max-parameters",
                "1",
                "--max-multiply-adds",
                "2",
                "--max-memory-mib",
                "3",
                "--max-latency-ms",
                "1.5",
                "--no-flip",
                "--pruning-steps",
                "4",
                "--epochs",
                "5",
                "--batch-size",
                "6",
                "--learning-rate",
                "0.7",
                "--validation-fraction",
                "0.2",
                "--set-size",
                "8",
                "--seed",
                "9",
                "--out",
                "o");

        EdgeEngine.Job job = engine.jobs.get(0);
        assertEquals(
                new AdaptationConfig(
                        Budget.UNLIMITED
                                .withMaxParameters(1)
                                .withMaxMultiplyAdds(2)
                                .withMaxTrainingBytes(3 << 20)
                                .withMaxLatencyMillis(1.5),
                        4,
                        new FineTuningConfig(5, 6, 0.7, 5e-4, false, 9),
                        8,
                        0.2),
                job.config());
        assertEquals(20, job.data().size());
        assertEquals(Path.of("o"), job.directory());
    }

    @Test
    void adapt_understands_what_the_daemon_says() {
        AdaptationConfig config =
                AdaptationConfig.DEFAULT
                        .withBudget(
                                Budget.UNLIMITED
                                        .withMaxTrainingBytes(5 << 20)
                                        .withMaxLatencyMillis(2.5))
                        .withFineTuning(AdaptationConfig.DEFAULT.fineTuning().withFlip(false))
                        .withSteps(2, 3)
                        .withSeed(4);
        List<String> arguments =
                new ArrayList<>(
                        new AdaptCommandLine(
                                        SourceSpec.parse(SOURCE),
                                        OptionalInt.of(20),
                                        config,
                                        ExportChoice.NONE,
                                        HoldPoint.NONE)
                                .arguments(Path.of("phi"), Path.of("o")));
        arguments.remove(AdaptCommandLine.STOP_WITH_INPUT);

        int status = run(arguments.toArray(String[]::new));

        assertEquals(0, status, err.toString(UTF_8));
        assertEquals(config, engine.jobs.get(0).config());
        assertEquals("progress fine_tune 1 2", err.toString(UTF_8).strip());
    }

    @Test
    void adapt_says_who_serves_and_why() {
        run("adapt", "--model", "phi", "--data", SOURCE, "--out", "o", "--export", "int8");
        assertTrue(
                out.toString(UTF_8).contains("serves with    pytorch, since a fake makes none"),
                out.toString(UTF_8));

        out.reset();
        run(
                "adapt",
                "--model",
                "phi",
                "--data",
                SOURCE,
                "--out",
                "o",
                "--export",
                "float16",
                "--output",
                "json");
        JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
        JsonObject export = document.getAsJsonObject("export");
        assertEquals("float16", export.get("precision").getAsString());
        assertFalse(export.has("file"));
        assertEquals("pytorch", document.get("serving_engine").getAsString());
    }

    @Test
    void shows_a_bar_on_a_terminal_and_colours_only_where_wanted() {
        interactive = true;
        run("adapt", "--model", "phi", "--data", SOURCE, "--out", "o");
        assertTrue(err.toString(UTF_8).contains("[###############---------------] 1/2"));
        assertFalse(err.toString(UTF_8).contains("\u001b"));

        colour = true;
        run("adapt", "--model", "phi", "--data", SOURCE, "--out", "o");
        assertTrue(err.toString(UTF_8).contains("\u001b[32m"));
    }

    @Test
    void says_nothing_about_progress_where_nobody_watches() {
        run("adapt", "--model", "phi", "--data", SOURCE, "--out", "o");

        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void ends_with_the_exit_code_and_one_line_of_an_error() {
        engine.failure =
                Optional.of(
                        new StampedeException(
                                ErrorCode.BUDGET_INFEASIBLE, "expected at least 5,\nfound 3"));

        int status = run("adapt", "--model", "phi", "--data", SOURCE, "--out", "o");

        assertEquals(5, status);
        assertEquals(
                "stampede agent: BUDGET_INFEASIBLE: expected at least 5, found 3"
                        + System.lineSeparator(),
                err.toString(UTF_8));
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void shows_a_stack_trace_only_when_asked_to() {
        engine.failure = Optional.of(new IllegalStateException("oops"));

        assertEquals(70, run("adapt", "--model", "p", "--data", SOURCE, "--out", "o"));
        assertFalse(err.toString(UTF_8).contains("\tat "));

        run("adapt", "--model", "p", "--data", SOURCE, "--out", "o", "--stacktrace");
        assertTrue(err.toString(UTF_8).contains("\tat "));
    }

    @Test
    void calls_wrong_usage_by_its_name() {
        for (String[] wrong :
                new String[][] {
                    {},
                    {"dance"},
                    {"adapt"},
                    {"adapt", "--model", "p", "--data", "nonsense", "--out", "o"},
                    {"adapt", "--model", "p", "--data", SOURCE, "--out", "o", "--epochs", "-1"},
                    {"adapt", "--model", "p", "--data", SOURCE, "--out", "o", "--output", "xml"},
                    {"adapt", "--model", "p", "--data", SOURCE, "--out", "o", "--export", "x"},
                    {"masks", "--model", "p", "--data", SOURCE, "--set-size", "0"},
                    {"masks", "--data", SOURCE},
                    {"predict", "--model", "p"},
                    {"predict", "--model", "p", SOURCE, "--split", "both"},
                }) {
            err.reset();
            assertEquals(2, run(wrong), String.join(" ", wrong));
            assertEquals(1, err.toString(UTF_8).lines().count(), err.toString(UTF_8));
            assertTrue(
                    err.toString(UTF_8).startsWith("stampede agent: INVALID_ARGUMENT: "),
                    err.toString(UTF_8));
        }
    }

    @Test
    void masks_answers_with_its_keys() {
        int status = run("masks", "--model", "phi", "--data", SOURCE, "--output", "json");

        assertEquals(0, status, err.toString(UTF_8));
        JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
        assertEquals(
                Set.of(
                        "set_representation",
                        "expected_mask",
                        "kept",
                        "kl",
                        "parameters",
                        "multiply_adds"),
                document.keySet());
        assertEquals("{\"conv1\":[1.0,0.0]}", document.get("expected_mask").toString());
        assertEquals(List.of(640), engine.setSizes);
    }

    @Test
    void predict_names_the_class_of_picture_files() throws IOException {
        Path picture = directory.resolve("a.png");
        ImageIO.write(
                new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());

        run("predict", "--model", "m", picture.toString());

        assertEquals(picture + "\tdog\t0.7500" + System.lineSeparator(), out.toString(UTF_8));
    }

    @Test
    void predict_measures_accuracy_on_a_source() {
        run("predict", "--model", "m", SOURCE, "--output", "json");

        JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
        assertEquals(0, document.get("accuracy").getAsDouble());
        assertEquals("fake/float32", document.get("engine").getAsString());
        JsonObject first = document.getAsJsonArray("predictions").get(0).getAsJsonObject();
        assertEquals(SOURCE + "#0", first.get("picture").getAsString());
        assertEquals("dog", first.get("label").getAsString());
        assertTrue(first.has("expected"));
    }

    @Test
    void predict_names_a_picture_that_it_cannot_read() {
        assertEquals(3, run("predict", "--model", "m", "no-such.png"));
        assertTrue(err.toString(UTF_8).contains("no-such.png"), err.toString(UTF_8));
    }

    @Test
    void status_reads_what_the_daemon_wrote() throws IOException {
        Files.writeString(
                directory.resolve("state.json"),
                "{\"device_id\":\"dev\",\"state\":\"idle\",\"process_id\":%d}"
                        .formatted(ProcessHandle.current().pid()));

        run("status", "--data-dir", directory.toString(), "--output", "json");

        JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
        assertEquals("idle", document.get("state").getAsString());
        assertTrue(document.get("running").getAsBoolean());
    }

    @Test
    void status_says_what_serves_and_why() throws IOException {
        // Given
        Files.writeString(directory.resolve("state.json"), "{\"state\":\"serving\"}");
        Slots slots = new Slots(directory.resolve("slots"));
        ModelId model = new ModelId("stamp", 3, "ab");
        Path work = slots.workbench().prepare(new Basis(model, "settings", "signature"));
        Files.writeString(work.resolve(Slots.SUBNETWORK), "net");
        Files.writeString(
                work.resolve(Slots.DOCUMENT),
                AdaptationDocument.write(FakeRunner.result(work), Budget.UNLIMITED).toString());
        slots.activate(model, Instant.parse("2026-11-22T12:00:00Z"));
        slots.explain("kept because stamp v4 is worse");

        // When
        run("status", "--data-dir", directory.toString(), "--output", "json");

        // Then
        JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
        assertEquals("stamp", document.get("serving_model").getAsString());
        assertEquals(3, document.get("serving_version").getAsLong());
        assertEquals("2026-11-22T12:00:00Z", document.get("serving_since").getAsString());
        assertEquals(0.75, document.get("serving_accuracy").getAsDouble());
        assertEquals("pytorch", document.get("serving_engine").getAsString());
        assertEquals("kept because stamp v4 is worse", document.get("serving_why").getAsString());
        out.reset();
        run("status", "--data-dir", directory.toString());
        assertTrue(out.toString(UTF_8).contains("kept because"), out.toString(UTF_8));
    }

    @Test
    void adapt_compares_with_what_serves_and_stops_where_the_pictures_are_the_same() {
        // Given
        String[] command = {
            "adapt",
            "--model",
            "phi",
            "--data",
            SOURCE,
            "--out",
            "o",
            "--output",
            "json",
            "--incumbent",
            "slots/a"
        };

        // When
        run(command);

        // Then
        JsonObject document = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
        assertEquals(0.5, document.get("incumbent_accuracy").getAsDouble());
        assertEquals(List.of(Path.of("slots/a/subnetwork.safetensors")), engine.incumbents);

        // When
        String digest = document.get("data_sha256").getAsString();
        out.reset();
        run(
                "adapt",
                "--model",
                "phi",
                "--data",
                SOURCE,
                "--out",
                "o",
                "--output",
                "json",
                "--unless-data",
                digest);

        // Then
        assertEquals(1, engine.jobs.size());
        assertTrue(
                JsonParser.parseString(out.toString(UTF_8))
                        .getAsJsonObject()
                        .get("unchanged")
                        .getAsBoolean());
    }

    @Test
    void status_says_where_it_looked_in_vain() {
        assertEquals(8, run("status", "--data-dir", directory.toString()));
        assertTrue(err.toString(UTF_8).contains(directory.toString()));
    }

    @Test
    void run_turns_its_options_into_configuration() {
        int status =
                run(
                        "run",
                        "--bootstrap-servers",
                        "b:9092",
                        "--data",
                        SOURCE,
                        "--max-memory-mib",
                        "64");

        assertEquals(0, status, err.toString(UTF_8));
        assertEquals(
                Map.of(
                        "kafka.bootstrap.servers", "b:9092",
                        "stampede.agent.data", SOURCE,
                        "stampede.agent.budget.max-memory-mib", "64"),
                overrides);
    }

    @Test
    void has_help_and_a_version() {
        assertEquals(0, run("--help"));
        assertEquals(0, run("adapt", "--help"));
        assertEquals(0, run("run", "--help"));
        assertEquals(0, run("--version"));
        assertTrue(out.toString(UTF_8).contains("stampede agent 0."), out.toString(UTF_8));
        assertEquals("", err.toString(UTF_8));
    }

    private int run(String... arguments) {
        PrintStream results = new PrintStream(out, true, UTF_8);
        PrintStream before = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
        try {
            return AgentCommand.create(
                            engine,
                            (file, given) -> {
                                overrides.putAll(given);
                                return 0;
                            },
                            new Terminal(
                                    results,
                                    new PrintStream(err, true, UTF_8),
                                    interactive,
                                    colour))
                    .execute(arguments);
        } finally {
            System.setOut(before);
        }
    }
}
