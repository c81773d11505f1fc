package io.stampede.bench.method;

import ai.djl.ndarray.NDManager;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.Split;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** A task for methods that use no phi: 3 classes of 8 drawn pictures, a network of width 1/16. */
public final class TinyTask {
    /** Ends a run at its first question. */
    public static final RunControl CANCELLED = new RunControl(progress -> {}, () -> true);

    private static final int CLASSES = 3;

    private TinyTask() {}

    /** A task of so many epochs of three steps. */
    public static TargetTask of(Architecture architecture, int epochs) {
        ImageDataset training = TaskFixture.pictures(Split.TRAIN);
        NetworkSpec full = spec(architecture);
        return new TargetTask(
                training,
                TaskFixture.pictures(Split.TEST),
                Normalization.of(training),
                full,
                AdaptationConfig.DEFAULT.withFineTuning(
                        new FineTuningConfig(epochs, 8, 0.05, 5e-3, true, 1)),
                CostModel.FINE_TUNING.of(full).multiplyAdds() / 3,
                new Reference(
                        pretrained(architecture),
                        Path.of("none"),
                        () -> training,
                        () -> training,
                        Path.of("none")));
    }

    /** The network of such a task. */
    public static NetworkSpec spec(Architecture architecture) {
        return Architectures.of(architecture, TaskFixture.WIDTH, CLASSES);
    }

    /** Weights with the head of another number of classes, as a reference leaves them. */
    private static Map<String, Tensor> pretrained(Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(
                    weights,
                    Architectures.of(architecture, TaskFixture.WIDTH, CLASSES + 4),
                    new SplittableRandom(5));
            return Tensors.save(weights);
        }
    }
}
