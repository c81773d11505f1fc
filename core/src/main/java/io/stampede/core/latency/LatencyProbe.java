package io.stampede.core.latency;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Measures how long layers and networks take for one picture on one thread, as they run when they
 * serve: convolution, batch norm in inference mode, ReLU.
 *
 * <p>Not thread-safe. Takes about a second for a full-width network, once per device.
 */
public final class LatencyProbe {
    private static final int WARM_UP = 2;
    private static final int REPEATS = 7;

    /** Odd, as pruning leaves them: kernels are slower there than at multiples of 16. */
    private static final int[] CHANNELS = {1, 5, 13, 29, 61, 125, 253};

    private static final double NANOS_PER_MILLI = 1e6;

    private final NDManager manager;
    private final LongSupplier nanoTime;

    /**
     * A probe.
     *
     * @param nanoTime the clock, in nanoseconds
     */
    public LatencyProbe(NDManager manager, LongSupplier nanoTime) {
        this.manager = requireNonNull(manager, "manager is null");
        this.nanoTime = requireNonNull(nanoTime, "clock is null");
    }

    /**
     * The table for a network and everything cut out of it: from the file if it was measured on
     * this machine with this engine, else measured now and written there.
     */
    public LatencyTable table(NetworkSpec full, Path file) {
        String machine = machine();
        return LatencyTable.read(file)
                .filter(cached -> cached.covers(full, machine))
                .orElseGet(
                        () -> {
                            LatencyTable measured = SingleThread.run(() -> measure(full, machine));
                            measured.write(file);
                            return measured;
                        });
    }

    /** Median milliseconds of a network with these weights for one picture on one thread. */
    public double millis(NetworkSpec network, Parameters weights, int repeats) {
        return SingleThread.run(
                () -> ascending(network, weights, NetworkSpec.IMAGE_SIZE, repeats)[repeats / 2]);
    }

    private LatencyTable measure(NetworkSpec full, String machine) {
        Map<String, Grid> layers = new LinkedHashMap<>();
        for (Convolution convolution : full.convolutions()) {
            String kind = LatencyTable.kind(convolution);
            if (!layers.containsKey(kind)) {
                layers.put(kind, grid(full, kind, convolution));
            }
        }
        NetworkSpec least = narrowed(full);
        double convolutions = new LatencyTable(machine, layers, 0).millis(least);
        double rest = Math.max(0, fresh(least, NetworkSpec.IMAGE_SIZE) - convolutions);
        return calibrated(machine, layers, rest, thinned(full));
    }

    /**
     * A layer measured by itself finds its weights in the cache, which within a network they have
     * left; a whole network says by how much that is too fast.
     */
    private LatencyTable calibrated(
            String machine, Map<String, Grid> layers, double rest, NetworkSpec sample) {
        double alone = new LatencyTable(machine, layers, rest).millis(sample);
        double together = fresh(sample, NetworkSpec.IMAGE_SIZE);
        double factor = Math.max(1, together / alone);
        Map<String, Grid> slower = new LinkedHashMap<>();
        layers.forEach((kind, grid) -> slower.put(kind, grid.times(factor)));
        return new LatencyTable(machine, slower, rest);
    }

    private Grid grid(NetworkSpec full, String kind, Convolution convolution) {
        List<Convolution> alike =
                full.convolutions().stream()
                        .filter(other -> LatencyTable.kind(other).equals(kind))
                        .toList();
        int[] in = points(alike.stream().mapToInt(c -> full.channels(c.input())).max().orElse(1));
        int[] out = points(alike.stream().mapToInt(c -> full.channels(c.output())).max().orElse(1));
        double[][] millis = new double[in.length][out.length];
        for (int i = 0; i < in.length; i++) {
            for (int j = 0; j < out.length; j++) {
                millis[i][j] = layer(full, convolution, in[i], out[j]);
            }
        }
        return new Grid(in, out, millis);
    }

    private static int[] points(int most) {
        TreeSet<Integer> points = new TreeSet<>(List.of(most));
        Arrays.stream(CHANNELS).filter(count -> count < most).forEach(points::add);
        return points.stream().mapToInt(Integer::intValue).toArray();
    }

    private double layer(NetworkSpec full, Convolution convolution, int in, int out) {
        Convolution alone =
                new Convolution(
                        "W.conv",
                        "W.bn",
                        "in",
                        "out",
                        convolution.kernel(),
                        convolution.stride(),
                        convolution.outputSize());
        Map<String, Integer> channels = new LinkedHashMap<>();
        channels.put("in", in);
        channels.put("out", out);
        NetworkSpec layer =
                new NetworkSpec(
                        full.architecture(),
                        full.width(),
                        2,
                        List.of(
                                new Layer.GatedConvolution(alone),
                                new Layer.Classifier("W.fc", "out")),
                        channels);
        return fresh(layer, convolution.outputSize() * convolution.stride());
    }

    /** The least of some tries: what others do on the machine must not stay in the table. */
    private double fresh(NetworkSpec network, int size) {
        try (Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, network, new SplittableRandom(1));
            return ascending(network, weights, size, REPEATS)[0];
        }
    }

    /** Without a classifier where the first group is no picture: that is a layer by itself. */
    private double[] ascending(NetworkSpec network, Parameters weights, int size, int repeats) {
        String input = network.convolutions().get(0).input();
        boolean whole = NetworkSpec.IMAGE.equals(input);
        Network forward = new Network(network);
        double[] millis = new double[repeats];
        try (NDManager outer = manager.newSubManager()) {
            NDArray picture = outer.ones(new Shape(1, network.channels(input), size, size));
            for (int i = -WARM_UP; i < repeats; i++) {
                try (NDManager scope = outer.newSubManager()) {
                    Parameters leaves = weights.leaves(scope, name -> false);
                    NDArray alias = picture.stopGradient();
                    alias.attach(scope);
                    long start = nanoTime.getAsLong();
                    NDArray result =
                            whole
                                    ? forward.forward(leaves, alias, false, ChannelGate.OPEN)
                                    : forward.features(leaves, alias, false, ChannelGate.OPEN);
                    result.toFloatArray(); // waits where a device computes on its own
                    if (i >= 0) {
                        millis[i] = (nanoTime.getAsLong() - start) / NANOS_PER_MILLI;
                    }
                }
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    /** About a quarter of the channels, oddly many. */
    private static NetworkSpec thinned(NetworkSpec full) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        full.channels().forEach((group, count) -> counts.put(group, Math.max(1, count / 4 | 1)));
        return full.withChannels(counts);
    }

    private static NetworkSpec narrowed(NetworkSpec full) {
        Map<String, Integer> ones = new LinkedHashMap<>();
        full.channels().keySet().forEach(group -> ones.put(group, 1));
        return full.withChannels(ones);
    }

    private static String machine() {
        String processor = System.getProperty("os.arch");
        try {
            processor =
                    Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
                            .filter(line -> line.startsWith("model name"))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                            .orElse(processor);
        } catch (IOException e) {
            // No Linux: the architecture alone names the processor.
        }
        return TensorEngine.description() + ", " + processor + ", 1 thread";
    }
}
