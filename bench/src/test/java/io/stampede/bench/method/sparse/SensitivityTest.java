package io.stampede.bench.method.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TinyTask;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.CrossEntropy;
import io.stampede.core.train.ImageBatches;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SensitivityTest {
    private static final TargetTask TASK = TinyTask.of(Architecture.VGG10, 1);
    private static final int[] PICTURES = IntStream.range(0, 16).toArray();

    /** Small enough not to cross kinks of ReLU and pooling, large enough for float32. */
    private static final double STEP = 3e-4;

    private final NDManager manager = TensorEngine.newManager();
    private final ImageBatches batches = new ImageBatches(TASK.training(), TASK.normalization());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void a_score_is_what_the_loss_feels_of_a_factor_on_the_weight() {
        // Given
        Parameters weights = weights();

        // When
        Parameters scores = Sensitivity.of(manager, TASK.full(), weights, batches, PICTURES);

        // Then
        for (String name : List.of("W.conv1.weight", "W.conv6.weight", "W.conv10.weight")) {
            long index = scores.get(name).flatten().argMax().getLong();
            double slope =
                    (loss(weights, name, index, 1 + STEP) - loss(weights, name, index, 1 - STEP))
                            / (2 * STEP);
            double score = scores.get(name).flatten().getFloat(index);
            assertEquals(Math.abs(slope), score, 0.03 * score, name);
        }
    }

    @Test
    void scoring_changes_nothing() {
        // Given
        Parameters weights = weights();
        float[] filters = weights.get("W.conv1.weight").toFloatArray();
        float[] statistics = weights.get("W.bn1.running_mean").toFloatArray();

        // When
        Sensitivity.of(manager, TASK.full(), weights, batches, PICTURES);

        // Then
        assertArrayEquals(filters, weights.get("W.conv1.weight").toFloatArray());
        assertArrayEquals(statistics, weights.get("W.bn1.running_mean").toFloatArray());
    }

    @Test
    void shortcuts_of_a_residual_network_are_not_scored() {
        // Given
        NetworkSpec network = TinyTask.spec(Architecture.RESNET18);

        // When
        List<String> scored = Sensitivity.scored(network);

        // Then
        assertEquals(17, scored.size());
        assertFalse(scored.stream().anyMatch(name -> name.contains("shortcut")));
        assertEquals(10, Sensitivity.scored(TASK.full()).size());
    }

    /** Loss with one weight times a factor, batch norm on the batch. */
    private double loss(Parameters weights, String name, long index, double factor) {
        try (NDManager scope = manager.newSubManager();
                Parameters changed = weights.copy(scope)) {
            NDArray flat = changed.get(name).reshape(-1);
            NDIndex position = new NDIndex(index);
            flat.set(position, (float) (flat.getFloat(index) * factor));
            NDArray logits =
                    new Network(TASK.full())
                            .forward(
                                    changed,
                                    batches.plain(scope, PICTURES),
                                    true,
                                    ChannelGate.OPEN);
            return CrossEntropy.loss(logits, batches.oneHot(scope, PICTURES)).getFloat();
        }
    }

    /** With a head large enough for gradients that differences can see. */
    private Parameters weights() {
        Parameters weights = new Parameters(manager);
        Initialization.weights(weights, TASK.full(), new SplittableRandom(3));
        weights.get(TASK.full().classifier().weight()).muli(100);
        return weights;
    }
}
