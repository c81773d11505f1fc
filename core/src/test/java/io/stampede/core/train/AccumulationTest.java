package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One step over accumulated mini-batches against the same step at once. */
class AccumulationTest {
    private static final ImageDataset DATA = TinyData.create(4, 3, 5);

    /** Crops every picture alike, so that equal pictures stay equal. */
    private static final RandomGenerator CONSTANT = () -> 0;

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void mini_batches_of_equal_content_add_up_to_the_whole_batch(Architecture architecture) {
        // Given two halves of the same pictures, which batch norm cannot tell from the whole
        int[] pictures = {0, 1, 2, 3, 0, 1, 2, 3};

        // When / Then
        assertSameStep(architecture, pictures, 2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void mini_batches_of_unequal_size_weigh_by_their_pictures(Architecture architecture) {
        // Given parts of 2 and of 3
        int[] pictures = {7, 7, 7, 7, 7};

        // When / Then
        assertSameStep(architecture, pictures, 2);
    }

    private static void assertSameStep(Architecture architecture, int[] pictures, int parts) {
        Map<String, float[]> whole = step(architecture, pictures, 1);
        Map<String, float[]> accumulated = step(architecture, pictures, parts);
        assertEquals(whole.keySet(), accumulated.keySet());
        whole.forEach(
                (name, values) -> assertArrayEquals(values, accumulated.get(name), 2e-5f, name));
    }

    private static Map<String, float[]> step(Architecture architecture, int[] pictures, int parts) {
        try (NDManager manager = TensorEngine.newManager()) {
            NetworkSpec spec = TinyPhi.spec(architecture);
            Parameters weights = new Parameters(manager);
            Initialization.weights(weights, spec, new SplittableRandom(1));
            NesterovSgd optimizer = new NesterovSgd(manager, weights, 5e-4);
            ImageBatches batches = new ImageBatches(DATA, Normalization.of(DATA));
            SupervisedStep step = new SupervisedStep(spec, batches, weights, optimizer, true);
            step.take(pictures, parts, CONSTANT, 0.1);
            Map<String, float[]> trained = new LinkedHashMap<>();
            weights.names().stream()
                    .filter(Parameters::isTrained)
                    .forEach(name -> trained.put(name, weights.get(name).toFloatArray()));
            return trained;
        }
    }
}
