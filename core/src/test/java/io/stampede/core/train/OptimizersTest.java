package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import org.junit.jupiter.api.Test;

/** Holds the optimisers against their formulas, computed in double in plain Java. */
class OptimizersTest {
    private static final String DECAYED = "W.conv1.weight";
    private static final String PLAIN = "W.bn1.bias";
    private static final double[] START = {0.5, -1.25, 2};
    private static final double[][] GRADIENTS = {{0.1, -0.2, 0.3}, {0.4, 0.1, -0.7}, {-1, 0.5, 0}};

    @Test
    void nesterov_follows_pytorchs_formula_and_decays_weights_alone() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            Parameters parameters = parameters(manager);
            NesterovSgd optimizer = new NesterovSgd(manager, parameters, 0.01);

            // When
            for (double[] gradient : GRADIENTS) {
                optimizer.step(both(manager, gradient), 0.1);
            }

            // Then
            assertArrayEquals(nesterov(0.01), parameters.get(DECAYED).toFloatArray(), 1e-6f);
            assertArrayEquals(nesterov(0), parameters.get(PLAIN).toFloatArray(), 1e-6f);
        }
    }

    @Test
    void adam_follows_its_formula_with_a_rate_per_group() {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            Parameters parameters = parameters(manager);
            parameters.put("pi.conv1.a", floats(START), new Shape(START.length));
            Adam optimizer = new Adam(manager, parameters, 0.01);

            // When
            for (double[] gradient : GRADIENTS) {
                Parameters gradients = both(manager, gradient);
                gradients.put("pi.conv1.a", floats(gradient), new Shape(gradient.length));
                optimizer.step(
                        parameters.leaves(manager, n -> false),
                        gradients,
                        new GroupRates(0.02, 0.3, 0));
            }

            // Then
            assertArrayEquals(adam(0.02, 0.01), parameters.get(DECAYED).toFloatArray(), 1e-5f);
            assertArrayEquals(adam(0.02, 0), parameters.get(PLAIN).toFloatArray(), 1e-5f);
            assertArrayEquals(adam(0.3, 0), parameters.get("pi.conv1.a").toFloatArray(), 1e-5f);
            assertEquals(GRADIENTS.length, optimizer.steps());
        }
    }

    private static Parameters parameters(NDManager manager) {
        return both(manager, START);
    }

    private static Parameters both(NDManager manager, double[] values) {
        Parameters parameters = new Parameters(manager);
        parameters.put(DECAYED, floats(values), new Shape(values.length));
        parameters.put(PLAIN, floats(values), new Shape(values.length));
        return parameters;
    }

    private static float[] nesterov(double decay) {
        double[] w = START.clone();
        double[] v = new double[w.length];
        for (double[] gradient : GRADIENTS) {
            for (int i = 0; i < w.length; i++) {
                double g = gradient[i] + decay * w[i];
                v[i] = 0.9 * v[i] + g;
                w[i] -= 0.1 * (g + 0.9 * v[i]);
            }
        }
        return floats(w);
    }

    private static float[] adam(double rate, double decay) {
        double[] w = START.clone();
        double[] m = new double[w.length];
        double[] v = new double[w.length];
        for (int t = 1; t <= GRADIENTS.length; t++) {
            double correction = Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
            for (int i = 0; i < w.length; i++) {
                double g = GRADIENTS[t - 1][i] + decay * w[i];
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                w[i] -= rate * correction * m[i] / (Math.sqrt(v[i]) + 1e-8);
            }
        }
        return floats(w);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
