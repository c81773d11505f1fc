package io.stampede.bench.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.SourceSpec;
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
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MethodsTest {
    private static final double WIDTH = 0.125;
    private static final int CLASSES = 3;
    private static final ImageDataset TRAINING = pictures(Split.TRAIN);
    private static final ImageDataset TEST = pictures(Split.TEST);

    @Test
    void each_method_gives_a_measured_network_of_its_cost() {
        // Given
        TargetTask task = task();
        long full = task.fullCost().multiplyAdds();

        // When
        List<MethodResult> results =
                List.of(new FullFromScratch(), new FullFromPretrained(), new RandomPruning())
                        .stream()
                        .map(method -> method.run(task, RunControl.NONE))
                        .toList();

        // Then
        assertEquals(
                List.of("full_scratch", "full_pretrained", "random"),
                results.stream().map(MethodResult::name).toList());
        assertEquals(full, results.get(0).cost().multiplyAdds());
        assertEquals(full, results.get(1).cost().multiplyAdds());
        assertTrue(results.get(2).cost().multiplyAdds() <= task.maxMultiplyAdds());
        for (MethodResult result : results) {
            assertTrue(result.accuracy() >= 0 && result.accuracy() <= 1, result.toString());
            assertTrue(result.seconds().fineTune() > 0, result.toString());
        }
    }

    @Test
    void the_same_seed_gives_the_same_accuracy() {
        assertEquals(
                new RandomPruning().run(task(), RunControl.NONE).accuracy(),
                new RandomPruning().run(task(), RunControl.NONE).accuracy());
    }

    @Test
    void a_run_that_is_cancelled_says_so() {
        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () ->
                                new FullFromScratch()
                                        .run(task(), new RunControl(progress -> {}, () -> true)));

        // Then
        assertEquals(ErrorCode.CANCELLED, error.code());
    }

    private static TargetTask task() {
        NetworkSpec full = Architectures.of(Architecture.VGG10, WIDTH, CLASSES);
        return new TargetTask(
                TRAINING,
                TEST,
                Normalization.of(TRAINING),
                full,
                AdaptationConfig.DEFAULT.withFineTuning(
                        new FineTuningConfig(1, 8, 0.05, 5e-4, true, 1)),
                CostModel.FINE_TUNING.of(full).multiplyAdds() / 3,
                new Reference(
                        pretrained(),
                        Path.of("none"),
                        () -> TRAINING,
                        () -> TEST,
                        Path.of("none")));
    }

    /** Weights with the head of another number of classes, as a reference leaves them. */
    private static Map<String, Tensor> pretrained() {
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(
                    weights,
                    Architectures.of(Architecture.VGG10, WIDTH, CLASSES + 4),
                    new SplittableRandom(5));
            return Tensors.save(weights);
        }
    }

    private static ImageDataset pictures(Split split) {
        String source = "procedural:target?classes=3&per-class=8&test-per-class=4";
        return ImageSources.open(SourceSpec.parse(source)).load(split);
    }
}
