package io.stampede.core.tflite;

import io.stampede.core.model.DType;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Subnetworks of odd widths with weights and statistics that keep activations near 1. */
final class RandomSubnetwork {
    private static final double WIDTH = 0.125;

    private RandomSubnetwork() {}

    /** Writes a subnetwork of three classes in which about half of all channels stayed. */
    static SubnetworkFile write(Path file, Architecture architecture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        NetworkSpec full = Architectures.of(architecture, WIDTH, 3);
        Map<String, List<Integer>> kept = new HashMap<>();
        full.channels().forEach((group, count) -> kept.put(group, some(random, count)));
        SubnetworkHeader header =
                new SubnetworkHeader(
                        architecture,
                        WIDTH,
                        List.of(0.5f, 0.45f, 0.4f),
                        List.of(0.25f, 0.24f, 0.26f),
                        List.of("cat", "dog", "owl"),
                        1,
                        "0f".repeat(32),
                        kept,
                        true,
                        Budget.UNLIMITED,
                        Map.of());
        SubnetworkFile.write(file, header, tensors(header, random), DType.F32);
        return SubnetworkFile.open(file);
    }

    private static List<Integer> some(SplittableRandom random, int count) {
        List<Integer> some =
                IntStream.range(0, count).filter(i -> random.nextBoolean()).boxed().toList();
        return some.isEmpty() ? List.of(0) : some;
    }

    private static Map<String, Tensor> tensors(SubnetworkHeader header, SplittableRandom random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.layout()
                .shapes()
                .forEach(
                        (name, shape) -> {
                            int count = shape.stream().reduce(1, Math::multiplyExact);
                            float[] values = new float[count];
                            for (int i = 0; i < count; i++) {
                                values[i] = value(name, count / shape.get(0), random);
                            }
                            tensors.put(name, new Tensor(values, shape));
                        });
        return tensors;
    }

    private static float value(String name, int fanIn, SplittableRandom random) {
        if (name.endsWith("running_var") || (fanIn == 1 && name.endsWith(".weight"))) {
            return (float) (0.5 + random.nextDouble());
        }
        double bound = fanIn == 1 ? 0.2 : Math.sqrt(6.0 / fanIn);
        return (float) (random.nextDouble(-1, 1) * bound);
    }
}
