package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.EngineEnvironment;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bound of the cost model against resident memory of a process that trains: what it grows by
 * above the engine that has trained a tiny network before.
 */
class TrainingMemoryIT {
    private static final int STEPS = 6;

    @ParameterizedTest
    @CsvSource({
        "VGG19, 0.2, 2",
        "VGG19, 0.2, 64",
        "VGG19, 0.02, 128",
        "VGG19, 0.5, 8",
        "RESNET18, 0.2, 2",
        "RESNET18, 0.2, 32",
        "RESNET18, 0.05, 64"
    })
    @EnabledOnOs(OS.LINUX)
    void a_process_grows_by_no_more_than_what_was_proved(
            String architecture, String share, String batch)
            throws IOException, InterruptedException {
        // Given a heap that is all touched at the start: what grows then is native
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms200m",
                        "-Xmx200m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingMemoryIT.class.getName(),
                        architecture,
                        share,
                        batch);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);

        // When
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertEquals(0, process.waitFor(), output);
        String[] measured = output.strip().split(" ");
        long growth = Long.parseLong(measured[0]);
        long proved = Long.parseLong(measured[1]);
        assertTrue(growth <= proved, "grew by " + growth + ", proved " + proved);
        if (!hasNarrowKernels()) {
            assertTrue(proved < 3 * growth, "grew by " + growth + " only, proved " + proved);
        }
    }

    /**
     * Whether the engine was told to leave its wide vectors alone. The bound counts blocks of
     * sixteen channels; with narrower ones a network of one or two channels a layer takes a sixth.
     */
    private static boolean hasNarrowKernels() {
        return !EngineEnvironment.ofThisMachine().isEmpty()
                || System.getenv("ONEDNN_MAX_CPU_ISA") != null;
    }

    /** Trains and prints by how many bytes the process grew and what was proved. */
    public static void main(String[] arguments) throws IOException {
        Architecture architecture = Architecture.valueOf(arguments[0]);
        double share = Double.parseDouble(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        NetworkSpec spec = thinned(Architectures.of(architecture, 1, 10), share);
        train(Architectures.of(architecture, 0.0625, 10), 4);
        System.gc();
        long before = status("VmRSS:");
        Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // begins a new peak
        train(spec, batch);
        long growth = status("VmHWM:") - before;
        System.out.println(growth + " " + new CostModel(batch, 1).of(spec).trainingBytes());
    }

    /** Odd channel counts, as pruning leaves them. */
    private static NetworkSpec thinned(NetworkSpec full, double share) {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Integer> counts = new LinkedHashMap<>();
        full.channels()
                .forEach(
                        (group, count) -> {
                            double kept = count * share * (0.5 + random.nextDouble());
                            counts.put(group, Math.max(1, (int) kept));
                        });
        return full.withChannels(counts);
    }

    private static void train(NetworkSpec spec, int batch) {
        try (NDManager manager = TensorEngine.newManager()) {
            ImageDataset data = TinyData.create(10, (batch + 9) / 10 * STEPS, 1);
            Parameters weights = new Parameters(manager);
            Initialization.weights(weights, spec, new SplittableRandom(1));
            FineTuningConfig config = new FineTuningConfig(1, batch, 0.01, 5e-4, true, 1);
            new FineTuner(spec, config, data, Normalization.of(data)).run(weights, RunControl.NONE);
        }
    }

    private static long status(String field) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
