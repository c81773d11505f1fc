package io.stampede.bench.method.stamp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.adapt.ChannelScorer;
import io.stampede.core.model.RowSource;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.ChannelMask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterNormsTest {
    private static final NetworkSpec NETWORK = Architectures.of(Architecture.RESNET18, 0.0625, 4);

    @Test
    void norms_are_in_units_of_their_layer_and_add_up_where_branches_meet() {
        // Given: row r of a block's second convolution holds r, of its shortcut 2, elsewhere 1
        RowSource weights =
                (name, first, count) ->
                        new float[] {
                            name.contains("conv2") ? -first : name.contains("shortcut") ? 2 : 1
                        };

        // When
        Map<String, float[]> scores =
                FilterNorms.L1.scores(
                        new ChannelScorer.Candidates(
                                NETWORK, ChannelMask.all(NETWORK), weights, Map.of()));

        // Then
        assertArrayEquals(new float[] {1, 1, 1, 1}, scores.get("stem"));
        assertArrayEquals(
                new float[] {2 / 3.5f, 3 / 3.5f, 4 / 3.5f, 5 / 3.5f},
                scores.get("stage1.block1.out"),
                1e-6f);
    }

    @Test
    void the_largest_are_chosen_and_the_lower_index_among_equals() {
        assertEquals(List.of(1, 2, 3), MagnitudeSameCounts.largest(new float[] {1, 3, 2, 5, 2}, 3));
    }
}
