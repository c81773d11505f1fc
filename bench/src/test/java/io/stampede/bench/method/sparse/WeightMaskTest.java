package io.stampede.bench.method.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TinyTask;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.WeightConstraint;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeightMaskTest {
    private static final String NAME = "W.conv3.weight";

    private final NDManager manager = TensorEngine.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void keeps_the_largest_of_all_tensors_together() {
        // Given
        Parameters scores = scores(new float[] {1, 9, 3}, new float[] {8, 2, 4, 0});

        // When
        WeightMask mask = WeightMask.strongest(manager, scores, 3);

        // Then
        assertArrayEquals(new float[] {0, 1, 0}, mask.values().get("one").toFloatArray());
        assertArrayEquals(new float[] {1, 0, 1, 0}, mask.values().get("two").toFloatArray());
    }

    @Test
    void keeps_exactly_so_many_where_scores_are_equal() {
        // Given
        Parameters scores = scores(new float[] {5, 5, 7}, new float[] {5, 5, 0, 5});

        // When
        WeightMask mask = WeightMask.strongest(manager, scores, 4);

        // Then
        assertArrayEquals(new float[] {1, 1, 1}, mask.values().get("one").toFloatArray());
        assertArrayEquals(new float[] {1, 0, 0, 0}, mask.values().get("two").toFloatArray());
    }

    @Test
    void refuses_scores_that_are_not_finite() {
        // Given
        Parameters scores = scores(new float[] {1, Float.NaN}, new float[] {2});

        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class, () -> WeightMask.strongest(manager, scores, 1));

        // Then
        assertEquals(ErrorCode.TRAINING_DIVERGED, error.code());
    }

    @Test
    void what_is_masked_stays_zero_through_momentum_and_weight_decay() {
        // Given
        TargetTask task = TinyTask.of(Architecture.VGG10, 4);
        Parameters weights = weights(task);
        WeightMask mask = largest(weights);

        // When
        train(task, weights, mask);

        // Then
        float[] kept = mask.values().get(NAME).toFloatArray();
        float[] trained = weights.get(NAME).toFloatArray();
        for (int i = 0; i < kept.length; i++) {
            assertEquals(kept[i] == 1, trained[i] != 0, "weight " + i);
        }
        assertEquals(weights.get("W.conv4.weight").size(), nonZero(weights, "W.conv4.weight"));
    }

    @Test
    void without_the_constraint_masked_weights_come_back() {
        // Given
        TargetTask task = TinyTask.of(Architecture.VGG10, 1);
        Parameters weights = weights(task);
        largest(weights).restore(weights);
        long before = nonZero(weights, NAME);

        // When
        train(task, weights, WeightConstraint.NONE);

        // Then
        assertTrue(nonZero(weights, NAME) > before);
    }

    /** Keeps the largest quarter of one tensor. */
    private WeightMask largest(Parameters weights) {
        Parameters scores = new Parameters(manager);
        scores.put(NAME, weights.get(NAME).abs());
        return WeightMask.strongest(manager, scores, (int) weights.get(NAME).size() / 4);
    }

    private static void train(TargetTask task, Parameters weights, WeightConstraint constraint) {
        new FineTuner(task.full(), task.fineTuning(), task.training(), task.normalization())
                .run(weights, RunControl.NONE, constraint);
    }

    private Parameters weights(TargetTask task) {
        Parameters weights = new Parameters(manager);
        Initialization.weights(weights, task.full(), new SplittableRandom(2));
        return weights;
    }

    private static long nonZero(Parameters weights, String name) {
        long count = 0;
        for (float value : weights.get(name).toFloatArray()) {
            count += value != 0 ? 1 : 0;
        }
        return count;
    }

    private Parameters scores(float[] one, float[] two) {
        Parameters scores = new Parameters(manager);
        scores.put("one", one, new Shape(one.length));
        scores.put("two", two, new Shape(two.length));
        return scores;
    }
}
