package io.stampede.bench.method.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskDistanceTest {
    @Test
    void the_same_channels_are_at_distance_0_and_none_in_common_at_1() {
        // Given
        Map<String, List<Integer>> one = Map.of("a", List.of(0, 1), "b", List.of(3));

        // When / Then
        assertEquals(0, MaskDistance.jaccard(one, one));
        assertEquals(1, MaskDistance.jaccard(one, Map.of("a", List.of(2), "b", List.of(0))));
    }

    @Test
    void pairs_of_layer_and_channel_are_counted_over_the_whole_network() {
        // Given: 2 pairs in common of 5 in either
        Map<String, List<Integer>> one = Map.of("a", List.of(0, 1), "b", List.of(3));
        Map<String, List<Integer>> other = Map.of("a", List.of(1, 2), "b", List.of(3, 4));

        // When / Then
        assertEquals(0.6, MaskDistance.jaccard(one, other), 1e-12);
        assertEquals(0.6, MaskDistance.jaccard(other, one), 1e-12);
    }

    @Test
    void channels_of_another_network_are_refused() {
        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () ->
                                MaskDistance.jaccard(
                                        Map.of("a", List.of(0)), Map.of("b", List.of(0))));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }
}
