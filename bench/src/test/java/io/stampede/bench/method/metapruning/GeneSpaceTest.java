package io.stampede.bench.method.metapruning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GeneSpaceTest {
    @Test
    void a_vgg_has_a_gene_per_layer_and_a_resnet_one_per_block_and_stage() {
        assertEquals(16, space(Architecture.VGG19).genes());
        assertEquals(4 + 8, space(Architecture.RESNET18).genes());
    }

    @Test
    void the_widest_structure_is_the_full_network_and_the_narrowest_a_tenth() {
        // Given
        GeneSpace space = space(Architecture.VGG19);

        // When
        NetworkSpec widest = space.network(all(space, GeneSpace.SCALES - 1));
        NetworkSpec narrowest = space.network(all(space, 0));

        // Then
        assertEquals(space.full(), widest);
        assertEquals(12, narrowest.channels("conv5"));
        assertEquals(1f, space.scale(all(space, 30), "conv3"));
        assertEquals(0.1f, space.scale(all(space, 0), "conv3"));
        assertEquals(1f, space.scale(all(space, 0), NetworkSpec.IMAGE));
    }

    @Test
    void outputs_of_one_stage_are_equally_wide_and_the_stem_is_as_wide_as_the_first() {
        // Given
        GeneSpace space = space(Architecture.RESNET18);

        // When
        NetworkSpec network = space.network(space.draw(new SplittableRandom(3), 0, 31));

        // Then
        assertEquals(network.channels("stage1.block1.out"), network.channels("stem"));
        for (int stage = 1; stage <= 4; stage++) {
            assertEquals(
                    network.channels("stage" + stage + ".block1.out"),
                    network.channels("stage" + stage + ".block2.out"));
        }
    }

    private static GeneSpace space(Architecture architecture) {
        return new GeneSpace(Architectures.of(architecture, 0.5, 4));
    }

    private static Structure all(GeneSpace space, int id) {
        return new Structure(Collections.nCopies(space.genes(), id));
    }
}
