package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TinyPhi;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightConstraintTest {
    @Test
    void is_restored_before_the_first_step_and_after_each() {
        // Given
        ImageDataset data = TinyData.create(4, 8, 3);
        NetworkSpec spec = TinyPhi.spec(Architecture.VGG10);
        String bias = spec.classifier().bias();
        List<Float> found = new ArrayList<>();
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, spec, new SplittableRandom(1));

            // When
            new FineTuner(
                            spec,
                            new FineTuningConfig(2, 16, 0.05, 5e-4, true, 7),
                            data,
                            Normalization.of(data))
                    .run(
                            weights,
                            RunControl.NONE,
                            changed -> {
                                found.add(Math.abs(changed.get(bias).getFloat(0)));
                                changed.get(bias).muli(0);
                            });

            // Then
            assertEquals(5, found.size());
            assertEquals(0, found.get(0));
            assertEquals(4, found.stream().filter(value -> value > 0).count());
            assertEquals(0, weights.get(bias).getFloat(0));
        }
    }
}
