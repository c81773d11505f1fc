package io.stampede.agent.testkit;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.DType;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A subnetwork of odd widths that has learnt drawn pictures for a moment: weights as in life. */
public final class TrainedSubnetwork {
    /** Where its pictures come from. */
    public static final String SOURCE =
            "procedural:target?classes=4&per-class=250&test-per-class=250";

    private static final double WIDTH = 0.125;

    private TrainedSubnetwork() {}

    /** The pictures of a split: 1,000 of each. */
    public static ImageDataset pictures(Split split) {
        return ImageSources.open(SourceSpec.parse(SOURCE)).load(split);
    }

    /** Trains a subnetwork and writes it as {@code subnetwork.safetensors}. */
    public static void write(Path directory, Architecture architecture, int epochs) {
        ImageDataset data = pictures(Split.TRAIN);
        Normalization normalization = Normalization.of(data);
        SubnetworkHeader header = header(architecture, data, normalization);
        NetworkSpec spec = header.network();
        FineTuningConfig config = new FineTuningConfig(epochs, 25, 0.05, 5e-4, false, 3);
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters weights = new Parameters(manager);
            Initialization.weights(weights, spec, new Random(5));
            new FineTuner(spec, config, data, normalization).run(weights, RunControl.NONE);
            SubnetworkFile.write(
                    directory.resolve("subnetwork.safetensors"),
                    header,
                    Tensors.save(weights),
                    DType.F32);
        }
    }

    private static SubnetworkHeader header(
            Architecture architecture, ImageDataset data, Normalization normalization) {
        NetworkSpec full = Architectures.of(architecture, WIDTH, data.classes());
        Map<String, List<Integer>> kept = new HashMap<>();
        full.channels()
                .forEach(
                        (group, count) ->
                                kept.put(
                                        group,
                                        IntStream.range(0, count)
                                                .filter(i -> i % 3 != 1)
                                                .boxed()
                                                .toList()));
        return new SubnetworkHeader(
                architecture,
                WIDTH,
                normalization.mean(),
                normalization.std(),
                data.labelNames(),
                1,
                "0f".repeat(32),
                kept,
                true,
                Budget.UNLIMITED,
                Map.of());
    }
}
