package io.stampede.bench.experiment.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.TargetName;
import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ResultsTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(Experiment.class)
    void every_experiment_is_drawn_as_svg_and_png(Experiment experiment) throws Exception {
        // Given
        ExperimentOutcome outcome =
                Outcomes.of(
                        experiment,
                        new TargetName(TargetName.CIFAR10, false),
                        List.of("full_scratch", "stamp"));

        // When
        Results.draw(outcome, directory);

        // Then
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        assertTrue(files.size() >= 2 && files.size() % 2 == 0, files.toString());
        for (Path file : files) {
            if (file.toString().endsWith(".svg")) {
                assertEquals(
                        "svg", parse(Files.readString(file)).getDocumentElement().getTagName());
            } else {
                BufferedImage image = ImageIO.read(file.toFile());
                assertNotNull(image, file.toString());
                assertTrue(image.getWidth() >= 1000, file.toString());
            }
        }
    }

    @Test
    void numbers_are_written_for_spreadsheets_and_for_programs() throws Exception {
        // Given
        ExperimentOutcome outcome =
                Outcomes.of(
                        Experiment.TABLE1,
                        new TargetName(TargetName.CIFAR10, false),
                        List.of("full_scratch", "stamp"));

        // When
        Results.write(outcome, directory);

        // Then
        List<String> csv = Files.readAllLines(directory.resolve(Results.CSV));
        assertTrue(
                csv.get(0)
                        .startsWith(
                                "experiment,reference,target,target_size,architecture,width,method,"
                                        + "seed,accuracy,parameters,parameters_percent,"
                                        + "multiply_adds,multiply_adds_reduction,search_seconds,"
                                        + "finetune_seconds,inference_seconds,paper_accuracy"),
                csv.get(0));
        assertEquals(5, csv.size());
        assertTrue(csv.get(1).endsWith(",\"2026-11-22T19:00:00Z, a Sunday\""), csv.get(1));
        assertTrue(csv.get(3).contains(",stamp,1,0.61,4000,4.0,250000,4.0,1.0,10.0,0.5,0.9349,"));
        JsonObject json =
                JsonParser.parseString(Files.readString(directory.resolve(Results.JSON)))
                        .getAsJsonObject();
        assertEquals(4, json.getAsJsonArray("runs").size());
        JsonObject summary = json.getAsJsonArray("summary").get(1).getAsJsonObject();
        assertEquals("stamp", summary.get("method").getAsString());
        assertEquals(-31.99, summary.get("difference_points").getAsDouble(), 1e-9);
        try (Stream<Path> all = Files.list(directory)) {
            assertEquals(3, all.count());
        }
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setEntityResolver((type, id) -> new InputSource(new StringReader("")));
        return builder.parse(new InputSource(new StringReader(svg)));
    }
}
