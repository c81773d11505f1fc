package io.stampede.bench.method.metapruning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.train.Progress;
import io.stampede.core.train.RunControl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvolutionarySearchTest {
    private static final GeneSpace SPACE =
            new GeneSpace(Architectures.of(Architecture.VGG10, 0.25, 4));
    private static final long FULL = multiplyAdds(SPACE.full());
    private static final MetaPruningConfig.Search CONFIG =
            new MetaPruningConfig.Search(10, 6, 1, 8);

    @Test
    void every_structure_measured_lies_in_the_window_and_none_is_measured_twice() {
        for (long limit : new long[] {FULL / 2, FULL / 3, FULL / 12}) {
            // Given
            List<Structure> measured = new ArrayList<>();

            // When
            search(limit)
                    .best(
                            structure -> {
                                measured.add(structure);
                                return structure.ids().get(0);
                            },
                            RunControl.NONE);

            // Then
            assertEquals(60, measured.size());
            assertEquals(60, new HashSet<>(measured).size());
            for (Structure structure : measured) {
                long multiplyAdds = multiplyAdds(SPACE.network(structure));
                assertTrue(multiplyAdds <= limit && multiplyAdds >= 0.97 * limit);
            }
        }
    }

    @Test
    void descendants_of_the_fittest_are_fitter_than_the_first_generation() {
        // Given: as wide as can be at the end
        List<Double> fitness = new ArrayList<>();

        // When
        EvolutionarySearch.Measured best =
                search(FULL / 3)
                        .best(
                                structure -> {
                                    fitness.add(width(structure));
                                    return width(structure);
                                },
                                RunControl.NONE);

        // Then
        double first = fitness.subList(0, 10).stream().max(Double::compare).orElseThrow();
        assertTrue(best.fitness() > first, fitness.toString());
        assertEquals(fitness.stream().max(Double::compare).orElseThrow(), best.fitness());
    }

    @Test
    void the_same_seed_finds_the_same_structure_and_progress_is_told() {
        // Given
        List<Progress> told = new ArrayList<>();

        // When
        EvolutionarySearch.Measured one =
                search(FULL / 3)
                        .best(
                                EvolutionarySearchTest::width,
                                new RunControl(told::add, () -> false));

        // Then
        assertEquals(one, search(FULL / 3).best(EvolutionarySearchTest::width, RunControl.NONE));
        assertEquals(60, told.get(59).step());
    }

    @Test
    void a_cost_that_no_structure_has_is_refused() {
        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () -> search(FULL / 1000).best(structure -> 0, RunControl.NONE));

        // Then
        assertEquals(ErrorCode.BUDGET_INFEASIBLE, refused.code());
    }

    private static double width(Structure structure) {
        return structure.ids().stream().skip(4).mapToInt(Integer::intValue).sum();
    }

    private static EvolutionarySearch search(long limit) {
        return new EvolutionarySearch(SPACE, limit, CONFIG, 7);
    }

    private static long multiplyAdds(NetworkSpec network) {
        return CostModel.FINE_TUNING.of(network).multiplyAdds();
    }
}
