package io.stampede.bench.device;

import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.ProcessMemory;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** From phi to a ready subnetwork, once, in this JVM. */
final class Instantiation {
    private static final double NANOS_PER_SECOND = 1e9;

    private Instantiation() {}

    /**
     * What to instantiate.
     *
     * @param model the phi file
     * @param setSize pictures that the encoder sees
     * @param maxParameters budget of the subnetwork
     * @param directory receives it
     */
    record Order(Path model, int setSize, long maxParameters, Path directory) {}

    /**
     * Runs it.
     *
     * @param up the moment in which main was entered, of {@link System#nanoTime()}
     */
    static InstantiationSample run(Order order, long up) {
        ImageDataset pictures = RandomPictures.of(order.setSize());
        long beforeEngine = System.nanoTime();
        TensorEngine.newManager().close();
        double engineSeconds = (System.nanoTime() - beforeEngine) / NANOS_PER_SECOND;
        ProcessMemory.resetPeak();
        long floor = ProcessMemory.peakResidentBytes();
        AdaptationConfig config =
                AdaptationConfig.DEFAULT
                        .withBudget(Budget.UNLIMITED.withMaxParameters(order.maxParameters()))
                        .withSteps(0, 0)
                        .withSetSize(order.setSize())
                        .withValidationFraction(0);
        AdaptationResult result =
                Adaptation.run(order.model(), pictures, config, order.directory(), RunControl.NONE);
        double seconds = (System.nanoTime() - up) / NANOS_PER_SECOND;
        return InstantiationSample.of(
                result,
                new InstantiationSample.Timeline(seconds, sinceProcessStart(), engineSeconds),
                ProcessMemory.peakResidentBytes() - floor);
    }

    private static double sinceProcessStart() {
        Instant now = Instant.now();
        Instant start = ProcessHandle.current().info().startInstant().orElse(now);
        return Duration.between(start, now).toMillis() / 1000.0;
    }
}
