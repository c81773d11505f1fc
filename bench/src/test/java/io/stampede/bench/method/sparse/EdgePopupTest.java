package io.stampede.bench.method.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TinyTask;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.RunControl;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgePopupTest {
    private static final double SHARE = 0.3;
    private static final TargetTask TASK = TinyTask.of(Architecture.VGG10, 4);

    private final NDManager manager = TensorEngine.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void training_moves_scores_and_statistics_but_no_weight() {
        // Given
        PopupNetwork network = new PopupNetwork(manager, TASK.full(), SHARE, 1);
        Map<String, Tensor> weights = Tensors.save(network.weights());
        Map<String, Tensor> scores = Tensors.save(network.scores());

        // When
        train(network);

        // Then
        weights.forEach(
                (name, before) -> {
                    float[] after = network.weights().get(name).toFloatArray();
                    boolean same = Arrays.equals(before.values(), after);
                    assertEquals(Parameters.isTrained(name), same, name);
                });
        scores.forEach(
                (name, before) ->
                        assertFalse(
                                Arrays.equals(
                                        before.values(), network.scores().get(name).toFloatArray()),
                                name));
    }

    @Test
    void each_layer_keeps_its_share_of_the_highest_scores() {
        // Given
        PopupNetwork network = new PopupNetwork(manager, TASK.full(), SHARE, 1);
        train(network);

        // When
        Parameters chosen = network.chosen(manager);

        // Then
        long total = 0;
        for (String name : network.scores().names()) {
            float[] weights = network.weights().get(name).toFloatArray();
            float[] used = chosen.get(name).toFloatArray();
            float[] strengths = network.scores().get(name).abs().toFloatArray();
            int kept = weights.length - (int) ((1 - SHARE) * weights.length);
            float[] ascending = strengths.clone();
            Arrays.sort(ascending);
            int stays = 0;
            for (int i = 0; i < used.length; i++) {
                boolean in = used[i] != 0;
                assertEquals(in ? weights[i] : 0, used[i], 0, name);
                assertTrue(!in || strengths[i] >= ascending[used.length - kept], name);
                stays += in ? 1 : 0;
            }
            assertEquals(kept, stays, name);
            total += kept;
        }
        assertEquals(total, network.keptWeights());
    }

    @Test
    void a_gradient_reaches_every_score_straight_through_the_choice() {
        // Given
        PopupNetwork network = new PopupNetwork(manager, TASK.full(), SHARE, 1);
        String name = "W.conv2.weight";
        Parameters weights = network.weights().leaves(manager, any -> false);
        Parameters scores = network.scores().leaves(manager, any -> true);
        NDArray upstream = weights.get(name).mul(weights.get(name)).add(scores.get(name).neg());
        float[] slope = upstream.toFloatArray();
        upstream = manager.create(slope, upstream.getShape());

        // When
        Engine engine = Engine.getEngine(manager.getEngine().getEngineName());
        try (GradientCollector collector = engine.newGradientCollector()) {
            network.choose(weights, scores);
            collector.backward(weights.get(name).mul(upstream).sum());
        }

        // Then
        float[] constants = network.weights().get(name).toFloatArray();
        float[] values = network.scores().get(name).toFloatArray();
        float[] expected = new float[slope.length];
        for (int i = 0; i < slope.length; i++) {
            expected[i] = slope[i] * constants[i] * Math.signum(values[i]);
        }
        assertArrayEquals(expected, scores.get(name).getGradient().toFloatArray(), 1e-6f);
    }

    @Test
    void costs_what_stays_and_full_multiply_adds() {
        // Given
        TargetTask task = TinyTask.of(Architecture.RESNET18, 1);

        // When
        MethodResult result = new EdgePopup(SHARE).run(task, RunControl.NONE);

        // Then
        assertEquals(30, result.parametersPercent(), 1);
        assertEquals(1, result.multiplyAddsReduction());
        assertEquals(Long.toString(result.cost().parameters()), result.notes().get("kept_weights"));
        assertEquals(result.accuracy(), new EdgePopup(SHARE).run(task, RunControl.NONE).accuracy());
    }

    @Test
    void a_run_that_is_cancelled_says_so() {
        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> new EdgePopup().run(TASK, TinyTask.CANCELLED));

        // Then
        assertEquals(ErrorCode.CANCELLED, error.code());
    }

    private static void train(PopupNetwork network) {
        new PopupTraining(network, TASK.fineTuning(), TASK.training(), TASK.normalization())
                .run(RunControl.NONE);
    }
}
