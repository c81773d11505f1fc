package io.stampede.core.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
    private static final int BATCH = 6;

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void pooling_in_front_of_the_gates_changes_no_bit_of_outputs_and_gradients(
            Architecture architecture) {
        // Given
        NetworkSpec spec = Architectures.of(architecture, 0.0625, 3);
        ChannelGate behind = (group, preActivation, activation) -> activation;

        // When
        Map<String, float[]> plain = train(spec, behind);
        Map<String, float[]> open = train(spec, ChannelGate.OPEN);

        // Then
        assertSame(plain, open);
    }

    @Test
    void factors_of_channels_give_the_same_in_front_of_a_pooling_and_behind() {
        // Given
        NetworkSpec spec = Architectures.of(Architecture.VGG10, 0.0625, 3);
        ChannelGate.Scaling scaling =
                (group, preActivation, activation) -> activation.mul(factors(activation));
        ChannelGate behind = scaling::apply;

        // When
        Map<String, float[]> plain = train(spec, behind);
        Map<String, float[]> scaled = train(spec, scaling);

        // Then
        assertSame(plain, scaled);
    }

    /** Different for each channel, between 0.5 and 1, {@code [1, c, 1, 1]}. */
    private static NDArray factors(NDArray activation) {
        long channels = activation.getShape().get(1);
        float[] factors = new float[(int) channels];
        for (int c = 0; c < channels; c++) {
            factors[c] = 0.5f + 0.5f * c / channels;
        }
        return activation.getManager().create(factors, new Shape(1, channels, 1, 1));
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), name));
    }

    /** Outputs, gradients and running statistics of one pass. */
    private static Map<String, float[]> train(NetworkSpec spec, ChannelGate gate) {
        Map<String, float[]> results = new LinkedHashMap<>();
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, spec, new SplittableRandom(1));
            Parameters leaves = weights.leaves(manager, name -> true);
            float[] pixels = new float[BATCH * 3 * 32 * 32];
            SplittableRandom random = new SplittableRandom(2);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) random.nextDouble(-2, 2);
            }
            NDArray images = manager.create(pixels, new Shape(BATCH, 3, 32, 32));
            Engine engine = Engine.getEngine(manager.getEngine().getEngineName());
            try (GradientCollector collector = engine.newGradientCollector()) {
                NDArray logits = new Network(spec).forward(leaves, images, true, gate);
                results.put("logits", logits.toFloatArray());
                collector.backward(logits.square().sum());
            }
            leaves.gradients()
                    .names()
                    .forEach(
                            name ->
                                    results.put(
                                            "d " + name,
                                            leaves.get(name).getGradient().toFloatArray()));
            weights.names().forEach(name -> results.put(name, weights.get(name).toFloatArray()));
        }
        return results;
    }
}
