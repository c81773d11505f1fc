package io.stampede.bench.method.slimming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.bench.method.EqualCost;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TaskFixture;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Convolution;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkSlimmingTest {
    @TempDir Path directory;

    @Test
    void the_subgradient_is_the_sign_of_each_scale_and_of_nothing_else() {
        // Given
        TargetTask task = TaskFixture.create(Architecture.VGG10, directory);
        Convolution first = task.full().convolutions().get(0);
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters weights = Tensors.load(manager, task.reference().pretrained());
            weights.put(first.norm("weight"), new float[] {2, -0.5f, 0, 1e-3f}, new Shape(4));
            Parameters gradients = weights.zeros(manager, Parameters::isTrained);

            // When
            SparseTraining.addSubgradient(task.full(), weights, gradients, 1e-4);

            // Then
            assertArrayEquals(
                    new float[] {1e-4f, -1e-4f, 0, 1e-4f},
                    gradients.get(first.norm("weight")).toFloatArray());
            assertEquals(0, gradients.get(first.weight()).abs().sum().getFloat());
            assertEquals(0, gradients.get(first.norm("bias")).abs().sum().getFloat());
        }
    }

    @Test
    void a_strong_penalty_makes_scales_smaller() {
        // Given
        TargetTask task = TaskFixture.create(Architecture.VGG10, directory);

        // When / Then
        assertTrue(meanScale(task, 0.05) < meanScale(task, 0) - 1e-3);
    }

    @Test
    void the_network_costs_at_most_what_stamp_does_and_uses_the_room() {
        for (Architecture architecture :
                new Architecture[] {Architecture.VGG10, Architecture.RESNET18}) {
            // Given
            TargetTask task = TaskFixture.create(architecture, directory);

            // When
            MethodResult result = new NetworkSlimming().run(task, RunControl.NONE);

            // Then
            assertTrue(EqualCost.budget(task).admits(result.cost()), result.toString());
            assertTrue(result.cost().multiplyAdds() > 0.9 * task.maxMultiplyAdds());
            assertEquals(task.full().channels().keySet(), result.kept().keySet());
            assertTrue(result.seconds().search() > 0 && result.seconds().fineTune() > 0);
        }
    }

    @Test
    void the_same_seed_gives_the_same_channels() {
        // Given
        TargetTask task = TaskFixture.create(Architecture.VGG10, directory);

        // When / Then
        assertEquals(
                new NetworkSlimming().run(task, RunControl.NONE).kept(),
                new NetworkSlimming().run(task, RunControl.NONE).kept());
    }

    private static double meanScale(TargetTask task, double strength) {
        TargetTask longer =
                new TargetTask(
                        task.training(),
                        task.test(),
                        task.normalization(),
                        task.full(),
                        task.adaptation()
                                .withFineTuning(new FineTuningConfig(3, 8, 0.05, 5e-4, true, 1)),
                        task.maxMultiplyAdds(),
                        task.reference());
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters weights = Tensors.load(manager, task.reference().pretrained());
            Initialization.head(weights, task.full(), Seeds.at(1, "head"));
            new SparseTraining(longer, strength).run(weights, RunControl.NONE);
            return NormScales.of(task.full(), weights).mean();
        }
    }
}
