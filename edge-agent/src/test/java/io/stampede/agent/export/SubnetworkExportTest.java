package io.stampede.agent.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stampede.agent.serve.Predictor;
import io.stampede.agent.serve.Predictors;
import io.stampede.agent.serve.TfLitePlatform;
import io.stampede.agent.testkit.TrainedSubnetwork;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Split;
import io.stampede.core.network.Architecture;
import io.stampede.core.tflite.Precision;
import io.stampede.core.train.Phase;
import io.stampede.core.train.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetworkExportTest {
    private final ImageDataset data =
            TrainedSubnetwork.pictures(Split.TRAIN).select(IntStream.range(0, 60).toArray());
    private final ExportPictures pictures = ExportPictures.of(data, AdaptationConfig.DEFAULT);
    private final List<Long> steps = new ArrayList<>();
    private final RunControl control =
            new RunControl(
                    progress -> {
                        assertEquals(Phase.EXPORT, progress.phase());
                        steps.add(progress.step());
                    },
                    () -> false);

    @TempDir private Path directory;

    @BeforeEach
    void there_is_a_native_and_a_subnetwork() {
        assumeTrue(TfLitePlatform.isSupported(), "no native of TensorFlow Lite for this machine");
        TrainedSubnetwork.write(directory, Architecture.VGG10, 0);
    }

    @Test
    void what_passed_its_check_serves() throws IOException {
        // When
        ExportOutcome outcome =
                SubnetworkExport.run(directory, Precision.FLOAT32, pictures, control);

        // Then
        assertEquals(Optional.of(directory.resolve(Predictors.EXPORTED)), outcome.file());
        assertEquals(Files.size(outcome.file().orElseThrow()), outcome.bytes());
        assertEquals("tflite/float32", outcome.servingEngine());
        assertEquals(60, outcome.comparison().orElseThrow().pictures());
        assertEquals(List.of(0L, 1L, 2L), steps);
        assertEquals(List.of("subnetwork.safetensors", "subnetwork.tflite"), namesIn(directory));
        try (Predictor predictor = Predictors.open(directory)) {
            assertEquals("tflite/float32", predictor.engine());
        }
    }

    @Test
    void what_cannot_be_made_is_told_and_leaves_pytorch_to_serve() throws IOException {
        // Given
        ExportPictures none = new ExportPictures(data.select(new int[0]), pictures.check());

        // When
        ExportOutcome outcome = SubnetworkExport.run(directory, Precision.INT8, none, control);

        // Then
        assertTrue(outcome.problem().orElseThrow().contains("calibrate"), outcome.toString());
        assertEquals("pytorch", outcome.servingEngine());
        assertFalse(outcome.toJson().has("file"));
        assertEquals(List.of("subnetwork.safetensors"), namesIn(directory));
    }

    @Test
    void a_cancelled_run_exports_nothing() throws IOException {
        // Given
        RunControl cancelled = new RunControl(progress -> {}, () -> true);

        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () ->
                                SubnetworkExport.run(
                                        directory, Precision.FLOAT32, pictures, cancelled));

        // Then
        assertEquals(ErrorCode.CANCELLED, error.code());
        assertEquals(List.of("subnetwork.safetensors"), namesIn(directory));
    }

    @Test
    void a_file_that_cannot_serve_leaves_pytorch_to_serve() throws IOException {
        // Given
        SubnetworkExport.run(directory, Precision.FLOAT16, pictures, control);
        Path exported = directory.resolve(Predictors.EXPORTED);
        byte[] bytes = Files.readAllBytes(exported);

        for (int length : new int[] {0, 3, 100, bytes.length / 2, bytes.length - 16}) {
            // When
            Files.write(exported, Arrays.copyOf(bytes, length));

            // Then
            try (Predictor predictor = Predictors.open(directory)) {
                assertEquals("pytorch", predictor.engine(), length + " bytes");
                assertEquals(1, predictor.probabilities(data.select(new int[] {0})).length);
            }
        }
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
