package io.stampede.agent.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stampede.agent.testkit.TrainedSubnetwork;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Sampling;
import io.stampede.core.data.Split;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.network.Architecture;
import io.stampede.core.tflite.Precision;
import io.stampede.core.tflite.TfLiteExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exported subnetworks against the engine that trained them, on a thousand pictures. */
class ExportAccuracyTest {
    private static final int CALIBRATION_PICTURES = 256;

    @TempDir private Path directory;

    @BeforeEach
    void there_is_a_native() {
        assumeTrue(TfLitePlatform.isSupported(), "no native of TensorFlow Lite for this machine");
    }

    @ParameterizedTest
    @EnumSource(names = {"VGG10", "RESNET18"})
    void a_thousand_pictures_are_seen_alike_in_all_precisions(Architecture architecture)
            throws IOException {
        // Given
        TrainedSubnetwork.write(directory, architecture, 8);
        ImageDataset pictures = TrainedSubnetwork.pictures(Split.TEST);
        float[][] expected = logits(Predictors.pyTorch(directory), pictures);
        double accuracy = accuracy(expected, pictures);
        assertTrue(accuracy > 0.4, "the subnetwork has learnt nothing: " + accuracy);

        // When
        float[][] single = exported(Precision.FLOAT32, pictures);
        float[][] half = exported(Precision.FLOAT16, pictures);
        float[][] integer = exported(Precision.INT8, pictures);

        // Then
        assertEquals(1000, pictures.size());
        assertEquals(1000, Difference.sameTop(expected, single));
        assertTrue(Difference.largest(expected, single) <= 1e-4);
        assertEquals(1000, Difference.sameTop(expected, half));
        assertTrue(Difference.largest(expected, half) <= 1e-2);
        assertTrue(accuracy(integer, pictures) >= accuracy - 0.01);
    }

    private float[][] exported(Precision precision, ImageDataset pictures) throws IOException {
        ImageDataset learnt = TrainedSubnetwork.pictures(Split.TRAIN);
        Path file = directory.resolve(precision.id() + ".tflite");
        try (SubnetworkFile subnetwork =
                SubnetworkFile.open(directory.resolve("subnetwork.safetensors"))) {
            ImageDataset seen = learnt.select(Sampling.balanced(learnt, CALIBRATION_PICTURES, 1));
            Files.write(file, TfLiteExport.bytes(subnetwork, precision, seen));
        }
        Predictor predictor = Predictors.tfLite(file, directory);
        assertEquals("tflite/" + precision.id(), predictor.engine());
        return logits(predictor, pictures);
    }

    private static float[][] logits(Predictor predictor, ImageDataset pictures) {
        try (predictor) {
            return predictor.logits(pictures);
        }
    }

    private static double accuracy(float[][] logits, ImageDataset pictures) {
        int correct = 0;
        for (int i = 0; i < logits.length; i++) {
            correct += Difference.top(logits[i]) == pictures.label(i) ? 1 : 0;
        }
        return (double) correct / logits.length;
    }
}
