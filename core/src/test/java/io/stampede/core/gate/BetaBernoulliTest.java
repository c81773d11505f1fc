package io.stampede.core.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.stampede.core.nn.TensorEngine;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the gates' arithmetic against the numbers of algorithms.md 3.3. */
class BetaBernoulliTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TensorEngine.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2.12693,1,1e-4,8.965066",
        "0.313262,1,1e-4,7.049943",
        "0.5,2,1e-2,2.635170",
        "3,0.7,1e-4,9.595112",
        "1e-3,1,1e-4,1.402585",
        "1e-4,1,1e-4,0"
    })
    void the_divergence_equals_numeric_integration(double a, double b, double alpha, double kl) {
        // When
        double found = BetaBernoulli.divergence(vector(a), vector(b), alpha).getFloat();

        // Then
        assertEquals(kl, found, 2e-5 * Math.max(1, kl));
    }

    @ParameterizedTest
    @CsvSource({
        "2.12693,1,0.680197",
        "0.313262,1,0.238537",
        "0.5,2,0.166667",
        "3,0.7,0.799756",
        "1e-3,1,0.000999"
    })
    void the_expectation_equals_the_table(double a, double b, double expectation) {
        // When
        double found = BetaBernoulli.expectation(vector(a), vector(b)).getFloat(0);

        // Then
        assertEquals(expectation, found, 1e-3 * expectation);
    }

    @ParameterizedTest
    @CsvSource({
        "1,-0.5772156649",
        "0.5,-1.9635100260",
        "0.1,-10.4237549404",
        "2.5,0.7031566406",
        "30,3.3844385507"
    })
    void digamma_equals_its_known_values(double x, double digamma) {
        assertEquals(
                digamma,
                BetaBernoulli.digamma(vector(x)).getFloat(0),
                5e-6 * Math.max(1, Math.abs(digamma)));
    }

    @Test
    void gradients_agree_with_finite_differences() {
        assertGradient(a -> BetaBernoulli.divergence(a, a.mul(0).add(0.7), 1e-4), 1.7f);
        assertGradient(b -> BetaBernoulli.divergence(b.mul(0).add(2.1), b, 1e-4), 0.6f);
        assertGradient(a -> BetaBernoulli.expectation(a, a.mul(0).add(0.7)).sum(), 1.7f);
        assertGradient(b -> BetaBernoulli.expectation(b.mul(0).add(2.1), b).sum(), 0.6f);
        assertGradient(a -> BetaBernoulli.sample(a, a.mul(0).add(0.7), vector(0.4)).sum(), 1.7f);
        assertGradient(p -> BetaBernoulli.relaxed(p, manager.zeros(new Shape(1, 1))).sum(), 0.53f);
        assertGradient(s -> BetaBernoulli.shiftDivergence(s.mul(0.3f), s), 0.8f);
    }

    @ParameterizedTest
    @CsvSource({"0.05", "0.3", "0.5", "0.9"})
    void relaxed_samples_fall_above_one_half_with_their_probability(float probability) {
        // Given
        int draws = 100_000;
        GateNoise noise = GateNoise.draw(manager, new SplittableRandom(3), draws, 1);

        // When
        float[] samples =
                BetaBernoulli.relaxed(vector(probability), noise.logitUniform()).toFloatArray();

        // Then
        int above = 0;
        for (float sample : samples) {
            above += sample > 0.5f ? 1 : 0;
        }
        assertEquals(probability, (double) above / draws, 0.01);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void certain_channels_give_finite_samples(float probability) {
        // When
        float[] samples =
                BetaBernoulli.relaxed(
                                vector(probability),
                                GateNoise.draw(manager, new SplittableRandom(5), 1000, 1)
                                        .logitUniform())
                        .toFloatArray();

        // Then
        for (float sample : samples) {
            assertTrue(Float.isFinite(sample));
            assertEquals(probability, sample, 0.2f);
        }
    }

    @Test
    void the_kumaraswamy_draws_have_the_expected_mean() {
        // Given
        int draws = 50_000;
        GateNoise noise = GateNoise.draw(manager, new SplittableRandom(7), 1, draws);

        // When
        NDArray samples =
                BetaBernoulli.sample(
                        vector(2.12693).broadcast(new Shape(draws)),
                        vector(1).broadcast(new Shape(draws)),
                        noise.uniform());

        // Then
        assertEquals(0.680197, samples.mean().getFloat(), 0.005);
    }

    private NDArray vector(double value) {
        return manager.create(new float[] {(float) value});
    }

    private void assertGradient(Function<NDArray, NDArray> function, float at) {
        NDArray x = vector(at);
        x.setRequiresGradient(true);
        Engine engine = Engine.getEngine(manager.getEngine().getEngineName());
        try (GradientCollector collector = engine.newGradientCollector()) {
            collector.backward(function.apply(x).sum());
        }
        float h = 1e-2f;
        double above = function.apply(vector(at + h)).sum().getFloat();
        double below = function.apply(vector(at - h)).sum().getFloat();
        double numeric = (above - below) / (2 * h);
        assertEquals(numeric, x.getGradient().getFloat(0), 5e-3 * Math.max(0.1, Math.abs(numeric)));
    }
}
