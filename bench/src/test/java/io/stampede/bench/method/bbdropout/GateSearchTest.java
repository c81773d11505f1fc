package io.stampede.bench.method.bbdropout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TinyTask;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.network.Architecture;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.train.RunControl;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateSearchTest {
    private static final TargetTask TASK = TinyTask.of(Architecture.VGG10, 4);

    private final NDManager manager = TensorEngine.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void starts_where_bbdropout_s_code_starts_a_vgg() {
        // When
        Parameters parameters = parameters();

        // Then
        float[] first = GateSearch.expectedMask(TASK.full(), parameters).get("conv1");
        assertEquals(TASK.full().channels("conv1"), first.length);
        assertEquals(0.680197, first[0], 1e-4);
        double divergence = ChannelGates.of(parameters).divergence().getFloat();
        assertEquals(8.965066, divergence / TASK.full().totalChannels(), 1e-3);
    }

    @Test
    void keeps_what_is_at_the_threshold_and_one_of_a_group_without() {
        // Given
        Parameters parameters = parameters();
        int channels = TASK.full().totalChannels();
        float[] a = new float[channels];
        Arrays.fill(a, 2);
        a[1] = -7.5f; // E[pi] 0.0006
        a[2] = -6.5f; // E[pi] 0.0015
        int second = TASK.full().channels("conv1");
        Arrays.fill(a, second, second + TASK.full().channels("conv2"), -9);
        a[second + 3] = -8;
        parameters.put("pi.a", a, new Shape(channels));

        // When
        Map<String, float[]> expected = GateSearch.expectedMask(TASK.full(), parameters);
        Map<String, List<Integer>> kept = ChannelMask.natural(TASK.full(), expected).kept();

        // Then
        assertEquals(List.of(0, 2, 3), kept.get("conv1"));
        assertEquals(List.of(3), kept.get("conv2"));
        assertEquals(TASK.full().channels("conv3"), kept.get("conv3").size());
    }

    @Test
    void draws_a_mask_of_its_own_for_each_picture() {
        // Given
        ChannelGates gates = ChannelGates.of(parameters());
        int channels = TASK.full().totalChannels();
        GateNoise noise = GateNoise.draw(manager, new SplittableRandom(1), 2, channels);

        // When
        float[] masks = gates.sample(noise).toFloatArray();

        // Then
        int different = 0;
        for (int c = 0; c < channels; c++) {
            different += Math.abs(masks[c] - masks[channels + c]) > 0.5 ? 1 : 0;
        }
        assertEquals(2 * channels, masks.length);
        assertTrue(different > channels / 10, different + " of " + channels);
    }

    @Test
    void a_heavier_kl_term_closes_gates() {
        // Given
        Parameters light = parameters();
        Parameters heavy = parameters();

        // When
        new GateSearch(TASK, 0).run(light, 3, RunControl.NONE);
        new GateSearch(TASK, 60_000).run(heavy, 3, RunControl.NONE);

        // Then
        assertTrue(mean(heavy) < mean(light), mean(heavy) + " and " + mean(light));
        assertTrue(mean(heavy) < 0.68, "from 0.68 to " + mean(heavy));
    }

    private static double mean(Parameters parameters) {
        return ChannelGates.of(parameters).expectation().mean().getFloat();
    }

    private Parameters parameters() {
        Parameters parameters = new Parameters(manager);
        Initialization.weights(parameters, TASK.full(), new SplittableRandom(1));
        ChannelGates.start(
                parameters,
                TASK.full().totalChannels(),
                BbDropoutConfig.DEFAULT.a(),
                BbDropoutConfig.DEFAULT.b());
        return parameters;
    }
}
