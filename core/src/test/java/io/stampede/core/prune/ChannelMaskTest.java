package io.stampede.core.prune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.NetworkSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelMaskTest {
    private static final NetworkSpec NETWORK = Toys.chain(4, 3);

    @Test
    void keeps_what_reaches_the_threshold_and_not_what_is_just_below() {
        // Given
        float threshold = 0.25f;
        Map<String, float[]> scores =
                Map.of(
                        "conv1",
                        new float[] {0.25f, Math.nextDown(0.25f), 1, 0},
                        "conv2",
                        new float[] {0, 0.3f, 0});

        // When
        ChannelMask mask = ChannelMask.of(NETWORK, scores, threshold);

        // Then
        assertEquals(Map.of("conv1", List.of(0, 2), "conv2", List.of(1)), mask.kept());
        assertEquals(List.of("conv1", "conv2"), List.copyOf(mask.kept().keySet()));
        assertEquals(Map.of("conv1", 2, "conv2", 1), mask.keptCounts());
        assertArrayEquals(new float[] {1, 0, 1, 0}, mask.indicator("conv1"));
    }

    @Test
    void an_empty_group_keeps_its_strongest_channel_the_lowest_of_equals() {
        // Given
        Map<String, float[]> scores =
                Map.of("conv1", new float[] {0, 2e-4f, 2e-4f, 1e-4f}, "conv2", new float[3]);

        // When
        ChannelMask mask = ChannelMask.natural(NETWORK, scores);

        // Then
        assertEquals(Map.of("conv1", List.of(1), "conv2", List.of(0)), mask.kept());
    }

    @Test
    void all_keeps_everything() {
        assertEquals(
                Map.of("conv1", List.of(0, 1, 2, 3), "conv2", List.of(0, 1, 2)),
                ChannelMask.all(NETWORK).kept());
    }

    @Test
    void does_not_change_when_its_source_does() {
        // Given
        Map<String, List<Integer>> kept =
                new HashMap<>(Map.of("conv1", List.of(1), "conv2", List.of(2)));
        ChannelMask mask = new ChannelMask(NETWORK.channels(), kept);

        // When
        kept.put("conv1", List.of(3));

        // Then
        assertEquals(List.of(1), mask.kept().get("conv1"));
        assertThrows(
                UnsupportedOperationException.class, () -> mask.kept().put("conv1", List.of(0)));
    }

    @Test
    void refuses_indices_that_are_not_ascending_within_the_group() {
        refusesKept(List.of(), "at least 1 channel");
        refusesKept(List.of(1, 1), "1 behind 1");
        refusesKept(List.of(2, 1), "1 behind 2");
        refusesKept(List.of(4), "ascending indices below 4 in conv1, found 4");
        refusesKept(List.of(-1), "-1 behind -1");
    }

    @Test
    void refuses_groups_of_another_network() {
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> new ChannelMask(NETWORK.channels(), Map.of("conv1", List.of(0))));
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
    }

    @Test
    void refuses_scores_that_are_no_expected_mask() {
        refusesScores(new float[] {0, 0, Float.NaN, 0});
        refusesScores(new float[] {0, 0, -0.1f, 0});
        refusesScores(new float[] {0, 0, Float.POSITIVE_INFINITY, 0});
        refusesScores(new float[3]);
    }

    @Test
    void a_plan_refuses_the_mask_of_another_network() {
        // Given
        ChannelMask other = ChannelMask.all(Toys.chain(4, 4));

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> new PruningPlan(NETWORK, other));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
    }

    private static void refusesKept(List<Integer> first, String message) {
        Map<String, List<Integer>> kept = Map.of("conv1", first, "conv2", List.of(0));
        StampedeException error =
                assertThrows(
                        StampedeException.class, () -> new ChannelMask(NETWORK.channels(), kept));
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    private static void refusesScores(float[] first) {
        Map<String, float[]> scores = Map.of("conv1", first, "conv2", new float[3]);
        StampedeException error =
                assertThrows(StampedeException.class, () -> ChannelMask.natural(NETWORK, scores));
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
    }
}
