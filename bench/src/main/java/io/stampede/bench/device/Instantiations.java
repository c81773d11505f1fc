package io.stampede.bench.device;

import static java.util.Objects.requireNonNull;

import io.stampede.bench.BenchMain;
import io.stampede.bench.file.ScratchDirectory;
import io.stampede.bench.process.FreshJvm;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Instantiates a subnetwork again and again, each time in a fresh JVM, and tells the medians.
 *
 * @param architecture of phi
 * @param width multiplier of its channels
 * @param setSize pictures that the encoder sees
 * @param percent most parameters, of those of the full network
 * @param rounds how often
 */
public record Instantiations(
        Architecture architecture, double width, int setSize, double percent, int rounds) {
    private static final int CLASSES = 10;
    private static final double MIB = 1024.0 * 1024.0;

    /** Checks the components. */
    public Instantiations {
        requireNonNull(architecture, "architecture is null");
        if (setSize < 2 * CLASSES || !(percent > 0 && percent <= 100) || rounds < 1) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a set of at least 20, a percentage in (0, 100] and 1 round or more,"
                            + " found %d, %s and %d".formatted(setSize, percent, rounds));
        }
    }

    /** Instantiates once in this JVM; returns one line of JSON. */
    public String once(Path model, Path directory) {
        long full =
                CostModel.FINE_TUNING
                        .of(Architectures.of(architecture, width, CLASSES))
                        .parameters();
        Instantiation.Order order =
                new Instantiation.Order(model, setSize, (long) (full * percent / 100), directory);
        return Instantiation.run(order, BenchMain.upSince()).toJson().toString();
    }

    /** Runs all rounds and prints each and their medians. */
    public void run(PrintWriter out) {
        try (ScratchDirectory scratch = ScratchDirectory.create("stampede-instantiate")) {
            Path phi = scratch.path().resolve("phi.safetensors");
            RandomPhi.write(phi, architecture, width);
            out.printf(
                    Locale.ROOT,
                    "%s at width %s, a set of %d pictures, budget %s %% of the parameters%n",
                    architecture.id(),
                    width,
                    setSize,
                    percent);
            List<InstantiationSample> samples = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                Path directory = scratch.path().resolve("out" + round);
                samples.add(
                        InstantiationSample.parse(
                                FreshJvm.asDevice().run(arguments(phi, directory))));
                print(out, "round " + round, samples.get(round - 1));
            }
            print(out, "median ", median(samples));
        }
    }

    private List<String> arguments(Path phi, Path directory) {
        return List.of(
                "bench",
                "instantiate",
                "--architecture",
                architecture.id(),
                "--width",
                String.valueOf(width),
                "--set",
                String.valueOf(setSize),
                "--percent",
                String.valueOf(percent),
                "--once",
                phi.toString(),
                "--out",
                directory.toString());
    }

    private static void print(PrintWriter out, String name, InstantiationSample sample) {
        out.printf(
                Locale.ROOT,
                "%s: %.2f s after the JVM is up (%.2f s after the process began): engine %.2f,"
                        + " encode %.2f, score %.2f, gather %.2f; tensors %.1f MiB at peak,"
                        + " process %.1f MiB above the loaded engine%n",
                name,
                sample.seconds(),
                sample.secondsSinceProcessStart(),
                sample.engineSeconds(),
                sample.encodeSeconds(),
                sample.scoreSeconds(),
                sample.gatherSeconds(),
                sample.peakTensorBytes() / MIB,
                sample.residentBytesAboveEngine() / MIB);
        out.flush();
    }

    private static InstantiationSample median(List<InstantiationSample> samples) {
        return new InstantiationSample(
                median(samples, InstantiationSample::seconds),
                median(samples, InstantiationSample::secondsSinceProcessStart),
                median(samples, InstantiationSample::engineSeconds),
                median(samples, InstantiationSample::encodeSeconds),
                median(samples, InstantiationSample::scoreSeconds),
                median(samples, InstantiationSample::gatherSeconds),
                (long) median(samples, InstantiationSample::peakTensorBytes),
                (long) median(samples, InstantiationSample::residentBytesAboveEngine));
    }

    private static double median(
            List<InstantiationSample> samples, ToDoubleFunction<InstantiationSample> value) {
        List<InstantiationSample> sorted =
                samples.stream().sorted(Comparator.comparingDouble(value)).toList();
        return value.applyAsDouble(sorted.get(sorted.size() / 2));
    }
}
