package io.stampede.core.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.stampede.core.network.Architecture;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetEncoderTest {
    private static final int IMAGE = 3 * 32 * 32;

    @Test
    void the_order_of_the_pictures_does_not_matter() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            Parameters phi = TinyPhi.create(manager, TinyPhi.spec(Architecture.VGG10), 1);
            SetEncoder encoder = new SetEncoder(TinyPhi.HEADS);
            int count = 17;
            float[] pictures = random(count * IMAGE, 2);
            float[] reversed = new float[pictures.length];
            for (int i = 0; i < count; i++) {
                System.arraycopy(pictures, i * IMAGE, reversed, (count - 1 - i) * IMAGE, IMAGE);
            }

            // When
            float[] one = encoder.forward(phi, set(manager, pictures)).toFloatArray();
            float[] other = encoder.forward(phi, set(manager, reversed)).toFloatArray();

            // Then
            assertArrayEquals(one, other, 1e-5f);
        }
    }

    @Test
    void another_set_gives_another_representation() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            Parameters phi = TinyPhi.create(manager, TinyPhi.spec(Architecture.VGG10), 1);
            SetEncoder encoder = new SetEncoder(TinyPhi.HEADS);

            // When
            NDArray one = encoder.forward(phi, set(manager, random(4 * IMAGE, 3)));
            NDArray other = encoder.forward(phi, set(manager, random(4 * IMAGE, 4)));

            // Then
            assertEquals(new Shape(1, 3, 32, 32), one.getShape());
            assertNotEquals(one.sum().getFloat(), other.sum().getFloat());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "theta.sab1.query.weight",
                "theta.sab1.value.weight",
                "theta.sab2.key.weight",
                "theta.sab2.norm0.weight",
                "theta.pool.seed",
                "theta.pool.feed.weight",
                "theta.sab3.output.weight",
                "theta.out.bias"
            })
    void gradients_agree_with_finite_differences(String name) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            Parameters phi = TinyPhi.create(manager, TinyPhi.spec(Architecture.VGG10), 1);
            NDArray set = set(manager, random(5 * IMAGE, 3));
            NDArray weights = manager.create(random(IMAGE, 9), new Shape(1, 3, 32, 32));
            Parameters leaves = phi.leaves(manager, name::equals);

            // When
            try (GradientCollector collector = TensorEngine.engine().newGradientCollector()) {
                collector.backward(value(leaves, set, weights));
            }
            NDArray gradient = leaves.get(name).getGradient();
            double norm = Math.sqrt(gradient.square().sum().getFloat());
            double error = Double.MAX_VALUE;
            for (double h : new double[] {1e-4, 1e-3, 1e-2, 1e-1}) {
                NDArray step = gradient.mul((float) (h / norm));
                phi.get(name).addi(step);
                double above = value(phi, set, weights).getFloat();
                phi.get(name).subi(step).subi(step);
                double below = value(phi, set, weights).getFloat();
                phi.get(name).addi(step);
                error = Math.min(error, Math.abs((above - below) / (2 * h) / norm - 1));
            }

            // Then
            assertTrue(norm > 0);
            assertTrue(error < 0.01, name + " differs by " + error);
        }
    }

    private static NDArray value(Parameters phi, NDArray set, NDArray weights) {
        return new SetEncoder(TinyPhi.HEADS).forward(phi, set).mul(weights).sum();
    }

    private static NDArray set(NDManager manager, float[] pictures) {
        return manager.create(pictures, new Shape(pictures.length / IMAGE, 3, 32, 32));
    }

    private static float[] random(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
