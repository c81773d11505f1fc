package io.stampede.bench.device;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.stampede.bench.file.ScratchDirectory;
import io.stampede.bench.process.FreshJvm;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.RunControl;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Adapts again and again in one process and watches whether its memory grows.
 *
 * @param warmUp adaptations before those that count: caches of kernels fill, the heap finds its
 *     size
 * @param cycles adaptations that count
 * @param pruningSteps K of each
 */
public record Soak(int warmUp, int cycles, int pruningSteps) {
    private static final int PICTURES = 120;
    private static final int CLASSES = 10;
    private static final double WIDTH = 0.25;
    private static final double KIB = 1024;

    /** Checks the components. */
    public Soak {
        if (warmUp < 0 || cycles < 8 || pruningSteps < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected 8 cycles or more and nothing negative, found %d, %d and %d"
                            .formatted(cycles, warmUp, pruningSteps));
        }
    }

    /** Runs all cycles in this JVM; returns resident bytes after each, as one line of JSON. */
    public String here(Path model, Path directory) {
        ImageDataset pictures = RandomPictures.of(PICTURES);
        long full =
                CostModel.FINE_TUNING
                        .of(Architectures.of(Architecture.VGG19, WIDTH, CLASSES))
                        .parameters();
        long[] resident = new long[warmUp + cycles];
        for (int cycle = 0; cycle < resident.length; cycle++) {
            AdaptationConfig config =
                    AdaptationConfig.DEFAULT
                            .withBudget(Budget.UNLIMITED.withMaxParameters(full / 20))
                            .withSteps(pruningSteps, 1)
                            .withSeed(cycle);
            Adaptation.run(model, pictures, config, directory, RunControl.NONE);
            System.gc(); // What the heap could give back is not what a leak is made of.
            resident[cycle] = ResidentMemory.bytes(List.of(ProcessHandle.current()));
        }
        return new Gson().toJson(resident);
    }

    /** Runs all cycles in a fresh JVM and prints the growth. */
    public void run(PrintWriter out) {
        try (ScratchDirectory scratch = ScratchDirectory.create("stampede-soak")) {
            Path phi = scratch.path().resolve("phi.safetensors");
            RandomPhi.write(phi, Architecture.VGG19, WIDTH);
            String said =
                    FreshJvm.asDevice()
                            .run(
                                    List.of(
                                            "bench",
                                            "soak",
                                            "--warm-up",
                                            Integer.toString(warmUp),
                                            "--cycles",
                                            Integer.toString(cycles),
                                            "--pruning-steps",
                                            Integer.toString(pruningSteps),
                                            "--here",
                                            phi.toString(),
                                            "--out",
                                            scratch.path().resolve("out").toString()));
            print(out, parse(said));
        }
    }

    private void print(PrintWriter out, double[] resident) {
        out.printf(
                Locale.ROOT,
                "%d + %d adaptations of VGG-19 at width %s, K = %d, in one process: %.1f MiB after"
                        + " the first, %.1f MiB after warm-up, %.1f MiB after the last; slope"
                        + " after warm-up %.1f KiB a cycle%n",
                warmUp,
                cycles,
                WIDTH,
                pruningSteps,
                resident[0] / KIB / KIB,
                resident[warmUp] / KIB / KIB,
                resident[resident.length - 1] / KIB / KIB,
                slope(resident, warmUp) / KIB);
        out.flush();
    }

    /** Least-squares slope of the values from an index on, per index. */
    static double slope(double[] values, int from) {
        int count = values.length - from;
        double middle = (count - 1) / 2.0;
        double mean = 0;
        for (int i = from; i < values.length; i++) {
            mean += values[i] / count;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            products += (i - middle) * (values[from + i] - mean);
            squares += (i - middle) * (i - middle);
        }
        return products / squares;
    }

    private static double[] parse(String text) {
        JsonArray array = JsonParser.parseString(text).getAsJsonArray();
        double[] values = new double[array.size()];
        int i = 0;
        for (JsonElement element : array) {
            values[i++] = element.getAsDouble();
        }
        return values;
    }
}
