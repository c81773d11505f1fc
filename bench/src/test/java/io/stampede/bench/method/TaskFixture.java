package io.stampede.bench.method;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.Budget;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.Seeds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A task of the smallest size, with a phi that nobody trained but whose channels all differ. */
public final class TaskFixture {
    /** Multiplier of channels. */
    public static final double WIDTH = 0.0625;

    private static final int CLASSES = 3;
    private static final int REFERENCE_CLASSES = 5;
    private static final int ENCODER_DIM = 8;
    private static final int ENCODER_HEADS = 2;

    private TaskFixture() {}

    /** Pictures of the target: 3 classes of 8 to learn from, of 4 to test with. */
    public static ImageDataset pictures(Split split) {
        return load("procedural:target?classes=3&per-class=8&test-per-class=4", split);
    }

    /** Pictures of the reference: 5 classes of 8. */
    public static ImageDataset reference() {
        return load("procedural:source?classes=5&per-class=8&test-per-class=4", Split.TRAIN);
    }

    /** A task whose budget is a third of the multiply-adds; its files go into a directory. */
    public static TargetTask create(Architecture architecture, Path directory) {
        NetworkSpec full = Architectures.of(architecture, WIDTH, CLASSES);
        long limit = CostModel.FINE_TUNING.of(full).multiplyAdds() / 3;
        Path phi = directory.resolve("phi.safetensors");
        Map<String, Tensor> tensors = phi(Architectures.of(architecture, WIDTH, REFERENCE_CLASSES));
        Normalization lens = Normalization.of(reference());
        MetaModelFile.write(phi, header(architecture, lens), tensors, DType.F32);
        Map<String, Tensor> weights = new LinkedHashMap<>(tensors);
        weights.keySet().removeIf(name -> !name.startsWith("W."));
        return new TargetTask(
                pictures(Split.TRAIN),
                pictures(Split.TEST),
                lens,
                full,
                AdaptationConfig.DEFAULT
                        .withBudget(Budget.UNLIMITED.withMaxMultiplyAdds(limit))
                        .withSetSize(12)
                        .withFineTuning(new FineTuningConfig(1, 8, 0.05, 5e-4, true, 1)),
                limit,
                new Reference(
                        weights,
                        phi,
                        TaskFixture::reference,
                        TaskFixture::reference,
                        directory.resolve("cache")));
    }

    private static Map<String, Tensor> phi(NetworkSpec spec) {
        RandomGenerator random = new SplittableRandom(5);
        try (NDManager manager = TensorEngine.newManager();
                Parameters phi = new Parameters(manager)) {
            Initialization.encoder(phi, ENCODER_DIM, Seeds.at(1, "theta"));
            Initialization.weights(phi, spec, Seeds.at(1, "weights"));
            Initialization.gates(phi, spec, Initialization.GateStart.OPEN);
            spec.channels()
                    .forEach(
                            (group, count) ->
                                    phi.put(
                                            "pi." + group + ".beta",
                                            between(random, count),
                                            new Shape(count)));
            return Tensors.save(phi);
        }
    }

    private static float[] between(RandomGenerator random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(0.3, 0.7);
        }
        return values;
    }

    private static MetaModelHeader header(Architecture architecture, Normalization lens) {
        return new MetaModelHeader(
                architecture,
                WIDTH,
                REFERENCE_CLASSES,
                ENCODER_DIM,
                ENCODER_HEADS,
                GeneratorForm.PAPER,
                lens.mean(),
                lens.std(),
                Provenance.UNKNOWN,
                1);
    }

    private static ImageDataset load(String source, Split split) {
        return ImageSources.open(SourceSpec.parse(source)).load(split);
    }
}
