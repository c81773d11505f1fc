package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies in the middle of fine-tuning. */
class FineTuningResumeTest {
    private static final ImageDataset DATA = TinyData.create(4, 8, 3);
    private static final NetworkSpec SPEC = TinyPhi.spec(Architecture.RESNET18);
    private static final FineTuningConfig CONFIG =
            new FineTuningConfig(4, 16, 0.05, 5e-4, true, 7).withAccumulatedBatches(2);

    @TempDir Path directory;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void what_died_between_two_checkpoints_ends_as_if_it_had_not() {
        // Given a checkpoint every third step, and death after the fifth of eight
        Map<String, float[]> whole = train(RunControl.NONE, Optional.empty());
        RunControl dying =
                new RunControl(
                        progress -> {
                            clock.addAndGet(1);
                            if (progress.step() == 5) {
                                throw new IllegalStateException("killed");
                            }
                        },
                        () -> false);
        assertThrows(IllegalStateException.class, () -> train(dying, Optional.of(checkpoint())));
        assertTrue(Files.exists(file()));

        // When
        FineTuningCheckpoint checkpoint = checkpoint();
        Map<String, float[]> resumed = train(RunControl.NONE, Optional.of(checkpoint));

        // Then
        whole.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
        checkpoint.remove();
        assertFalse(Files.exists(file()));
    }

    @Test
    void a_place_that_cannot_be_written_costs_the_checkpoint_alone() {
        // Given
        Path nowhere = directory.resolve("missing").resolve("checkpoint.safetensors");
        FineTuningCheckpoint checkpoint =
                new FineTuningCheckpoint(nowhere, "run", Duration.ZERO, clock::get);

        // When
        Map<String, float[]> trained = train(RunControl.NONE, Optional.of(checkpoint));

        // Then
        Map<String, float[]> whole = train(RunControl.NONE, Optional.empty());
        assertEquals(whole.keySet(), trained.keySet());
        whole.forEach((name, values) -> assertArrayEquals(values, trained.get(name), name));
    }

    private FineTuningCheckpoint checkpoint() {
        return new FineTuningCheckpoint(file(), "run", Duration.ofNanos(3), clock::get);
    }

    private Path file() {
        return directory.resolve("checkpoint.safetensors");
    }

    private static Map<String, float[]> train(
            RunControl control, Optional<FineTuningCheckpoint> checkpoint) {
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters weights = new Parameters(manager);
            Initialization.weights(weights, SPEC, new SplittableRandom(1));
            new FineTuner(SPEC, CONFIG, DATA, Normalization.of(DATA))
                    .run(weights, control, checkpoint);
            Map<String, float[]> trained = new LinkedHashMap<>();
            weights.names().forEach(name -> trained.put(name, weights.get(name).toFloatArray()));
            return trained;
        }
    }
}
