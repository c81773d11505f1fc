package io.stampede.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.stampede.bench.method.TaskFixture;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ExperimentCommandTest {
    private static final String REFERENCE =
            "procedural:source?classes=5&per-class=8&test-per-class=4";
    private static final String TARGET =
            "procedural:target?classes=3&per-class=20&test-per-class=4";

    @TempDir private static Path shared;
    private static Path phi;

    @TempDir private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makePhi() {
        phi = TaskFixture.create(Architecture.VGG19, shared).reference().phi();
    }

    @ParameterizedTest
    @ValueSource(strings = {"table1", "table2", "table3", "fig3", "fig4", "fig5", "fig6"})
    void every_table_and_figure_explains_itself(String command) {
        // When
        int status = execute("bench", command, "--help");

        // Then
        assertEquals(0, status, err.toString());
        assertTrue(out.toString().contains("Usage: stampede bench " + command), out.toString());
        assertTrue(out.toString().contains("network_slimming"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table1 | --methods stamp,stampp | found 'stampp'",
                "table1 | --target cifar10:/no/such/directory | DATA_UNREADABLE",
                "table1 | --target nonsense | kind:path",
                "table2 | --methods stamp | expected a phi of resnet18, found one of vgg19",
                "table1 | --width 0.5 | expected a phi of vgg19 at width 0.5, found one of vgg19",
                "table1 | --parameters-percent 0.1 | BUDGET_INFEASIBLE",
                "table1 | --reduction 100000 | BUDGET_INFEASIBLE",
                "table1 | --reduction 0.5 | reduction of at least 1",
                "fig3 | --reduction 2,3,4 --parameters-percent 10,20 | as many values",
                "table1 | --target-size 1000 | at least 1000 training pictures",
                "table1 | --target-size 4 | at least 2 pictures of each class",
                "fig6 | --network vgg19 --pruning-steps 5 | no --pruning-steps",
                "table1 | --seeds 0 | at least 1 seed",
                "table1 | --methods stamp_other_set | --other",
                "table1 | --model /no/such/phi | MODEL_UNREADABLE",
                "table1 | --pretrained /no/such/file | MODEL_UNREADABLE",
                "table1 | --network vgg11 | 'vgg11'",
                "table1 | --scale huge | huge",
                "table1 | --batch 1 | batch of at least 2",
                "table1 | --no-such-option | --no-such-option"
            })
    void bad_input_gives_one_line_and_leaves_nothing(
            String command, String options, String expected) {
        // Given
        List<String> arguments = arguments(command, directory.resolve("out"));
        arguments.addAll(List.of(options.split(" ")));
        if (options.startsWith("--model")) {
            arguments.remove("--model=" + phi);
        }

        // When
        int status = execute(arguments.toArray(String[]::new));

        // Then
        assertEquals(2, status, err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(expected), err.toString());
        assertFalse(Files.exists(directory.resolve("out")));
        assertEquals("", out.toString());
    }

    @Test
    void without_a_phi_it_says_which_option_gives_one() {
        // When
        int status =
                execute(
                        "bench",
                        "table1",
                        "--reference",
                        REFERENCE,
                        "--target",
                        TARGET,
                        "--scale",
                        "smoke",
                        "--out",
                        directory.resolve("out").toString());

        // Then
        assertEquals(2, status);
        assertTrue(err.toString().contains("expected --model PHI"), err.toString());
        assertFalse(Files.exists(directory.resolve("out")));
    }

    @Test
    void a_directory_with_other_files_is_refused_and_left_alone() throws IOException {
        // Given
        Path mine = directory.resolve("mine");
        Files.createDirectories(mine);
        Files.writeString(mine.resolve("thesis.txt"), "all of it");

        // When
        int status = execute(arguments("table1", mine).toArray(String[]::new));

        // Then
        assertEquals(2, status, err.toString());
        assertEquals("all of it", Files.readString(mine.resolve("thesis.txt")));
        try (var files = Files.list(mine)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void a_table_is_made_and_pretrains_what_it_lacks() throws IOException {
        // Given
        Path table = directory.resolve("table");
        List<String> arguments = arguments("table1", table);
        arguments.addAll(List.of("--methods", "full_pretrained,stamp", "--target-size", "12"));

        // When
        int status = execute(arguments.toArray(String[]::new));

        // Then
        assertEquals(0, status, err.toString());
        assertTrue(Files.exists(table.resolve("reference/pretrained.safetensors")));
        assertEquals(Files.readString(table.resolve("table.txt")), out.toString());
        assertEquals(3, Files.readAllLines(table.resolve("results.csv")).size());
        for (String file : List.of("table1.svg", "table1.png", "results.json")) {
            assertTrue(Files.size(table.resolve(file)) > 0, file);
        }
    }

    @Test
    void the_figure_of_masks_compares_targets() throws IOException {
        // Given
        Path figure = directory.resolve("figure");
        List<String> arguments = arguments("fig5", figure);
        arguments.addAll(List.of("--target", TARGET + "&seed=3", "--target-size", "12"));

        // When
        int status = execute(arguments.toArray(String[]::new));

        // Then
        assertEquals(0, status, err.toString());
        JsonArray distances =
                JsonParser.parseString(Files.readString(figure.resolve("results.json")))
                        .getAsJsonObject()
                        .getAsJsonObject("masks")
                        .getAsJsonArray("jaccard_distances");
        assertEquals(3, distances.size());
        assertTrue(out.toString().contains("untrained"), out.toString());
        for (String file : List.of("fig5.svg", "fig5.png", "fig5-channels.svg")) {
            assertTrue(Files.size(figure.resolve(file)) > 0, file);
        }
    }

    private static List<String> arguments(String command, Path directory) {
        return new ArrayList<>(
                List.of(
                        "bench",
                        command,
                        "--reference",
                        REFERENCE,
                        "--target",
                        TARGET,
                        "--scale",
                        "smoke",
                        "--model=" + phi,
                        "--out",
                        directory.toString()));
    }

    private int execute(String... arguments) {
        CommandLine line = StampedeCommand.line();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
