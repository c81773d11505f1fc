package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TinyPhi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A leak of one tensor per step would fill a device in a day: memory must be flat. */
class NativeMemoryTest {
    private static final int STEPS = 500;
    private static final int SETTLED = 100;
    private static final long TOLERATED_GROWTH_BYTES = 8L << 20;

    @Test
    @EnabledOnOs(OS.LINUX)
    void memory_is_flat_over_500_training_steps() throws IOException, InterruptedException {
        // Given a process whose heap is all touched at the start: what grows then is native
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName());
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);

        // When
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertEquals(0, process.waitFor(), output);
        String[] measured = output.strip().split(" ");
        assertEquals(measured[0], measured[1], "tensors alive after " + SETTLED + " and all steps");
        long growth = Long.parseLong(measured[3]) - Long.parseLong(measured[2]);
        assertTrue(growth < TOLERATED_GROWTH_BYTES, "grew by " + growth + " bytes");
    }

    /** Trains and prints tensors and resident bytes, each after some steps and after all. */
    public static void main(String[] arguments) {
        try (NDManager manager = TensorEngine.newManager()) {
            ImageDataset data = TinyData.create(4, 10, 1);
            NetworkSpec spec = TinyPhi.spec(Architecture.VGG10);
            Parameters weights = new Parameters(manager);
            Initialization.weights(weights, spec, new SplittableRandom(1));
            FineTuningConfig config = new FineTuningConfig(STEPS / 2, 20, 0.01, 5e-4, true, 1);
            List<Integer> tensors = new ArrayList<>();
            List<Long> resident = new ArrayList<>();
            RunControl control =
                    new RunControl(
                            progress -> {
                                tensors.add(weights.manager().getManagedArrays().size());
                                resident.add(residentBytes());
                            },
                            () -> false);
            new FineTuner(spec, config, data, Normalization.of(data)).run(weights, control);
            System.out.println(
                    tensors.get(SETTLED)
                            + " "
                            + tensors.get(STEPS - 1)
                            + " "
                            + resident.get(SETTLED)
                            + " "
                            + resident.get(STEPS - 1));
        }
    }

    private static long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
