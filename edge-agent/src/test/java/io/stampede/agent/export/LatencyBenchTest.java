package io.stampede.agent.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stampede.agent.export.LatencyBench.Latency;
import io.stampede.agent.serve.TfLitePlatform;
import io.stampede.agent.testkit.TrainedSubnetwork;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Split;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyBenchTest {
    private final ImageDataset pictures =
            TrainedSubnetwork.pictures(Split.TRAIN).select(IntStream.range(0, 20).toArray());

    @TempDir private Path directory;

    @Test
    void a_picture_takes_at_most_half_of_pytorchs_time() throws IOException {
        // Given
        assumeTrue(TfLitePlatform.isSupported(), "no native of TensorFlow Lite for this machine");
        TrainedSubnetwork.write(directory, Architecture.VGG10, 0);

        // When
        List<Latency> latencies = LatencyBench.run(directory, pictures, 100);

        // Then
        assertEquals(
                List.of("pytorch", "tflite/float32", "tflite/float16", "tflite/int8"),
                latencies.stream().map(Latency::engine).toList());
        double pyTorch = latencies.get(0).medianMillis();
        assertTrue(latencies.get(1).medianMillis() <= 0.5 * pyTorch, latencies.toString());
        assertTrue(latencies.get(2).medianMillis() <= 0.5 * pyTorch, latencies.toString());
        latencies.forEach(one -> assertTrue(one.p95Millis() >= one.medianMillis()));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "the model's directory is left as it was");
        }
    }

    @Test
    void too_few_pictures_are_refused() {
        StampedeException refused =
                assertThrows(
                        StampedeException.class, () -> LatencyBench.run(directory, pictures, 19));

        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }
}
