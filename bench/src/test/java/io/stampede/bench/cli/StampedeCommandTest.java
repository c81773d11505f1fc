package io.stampede.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StampedeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "train --help",
                "train meta --help",
                "train pretrain --help",
                "train ship --help",
                "data --help",
                "data inspect --help",
                "bench --help",
                "bench step --help",
                "bench rates --help"
            })
    void every_command_explains_itself(String arguments) {
        // When
        int status = run(arguments.split(" "));

        // Then
        assertEquals(0, status);
        assertTrue(out.toString().contains("Usage: stampede"), out.toString());
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "demo --target nonsense, 2",
        "demo --preset huge, 2",
        "demo --target-size 0, 2",
        "demo --seed x, 2",
        "demo --smoke, 2",
        "demo --no-such-option, 2",
        "train meta, 2",
        "train meta --pretrained a.safetensors --pretrain-epochs 2 --out target/x, 2",
        "train meta --pretrained /no/such/file --out target/x, 4",
        "train ship --from /no/such/directory --out target/model, 4",
        "data inspect cifar10:/no/such/directory, 3",
        "bench, 2",
        "bench step --batch 1, 2",
        "bench rates --batch 1, 2",
        "bench rates --network vgg11, 4",
        "bench rates --parameters-percent 0, 2"
    })
    void bad_input_gives_one_line_and_its_status(String arguments, int expected) {
        // When
        int status = run(arguments.split(" "));

        // Then
        assertEquals(expected, status, err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void inspect_counts_the_pictures_of_a_split() {
        // When
        int status =
                run(
                        "data",
                        "inspect",
                        "procedural:target?classes=3&test-per-class=4",
                        "--split",
                        "test",
                        "--output",
                        "json");

        // Then
        assertEquals(0, status, err.toString());
        JsonObject facts = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals(12, facts.get("pictures").getAsInt());
        assertEquals(3, facts.getAsJsonObject("pictures_by_class").size());
    }

    private int run(String... arguments) {
        CommandLine line = StampedeCommand.line();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
