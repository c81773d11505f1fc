package io.stampede.core.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Channel counts in whole blocks: the budget and the order of channels hold as without. */
class AlignedChannelsTest {
    private static final CostModel COSTS = new CostModel(8, 1);
    private static final double[] WIDTHS = {0.0625, 0.1, 0.125, 0.25, 0.5};

    @Property(tries = 300)
    void keeps_whole_blocks_of_the_strongest_within_the_budget_and_no_block_more_would_fit(
            @ForAll Architecture architecture,
            @ForAll @IntRange(max = 4) int width,
            @ForAll Ranking ranking,
            @ForAll @IntRange(min = 2, max = 17) int multiple,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 7) int limits,
            @ForAll @DoubleRange(max = 1) double share) {
        // Given
        NetworkSpec network = Architectures.of(architecture, WIDTHS[width], 10);
        Map<String, float[]> scores = Toys.scores(network, seed);
        Cost least = COSTS.of(inBlocks(network, multiple));
        Budget budget = Toys.budget(least, COSTS.of(network), share, limits);
        BudgetSolver solver = new BudgetSolver(ranking, multiple);

        // When
        PruningPlan plan = solver.solve(network, scores, budget, COSTS);

        // Then
        assertEquals(plan, solver.solve(network, scores, budget, COSTS));
        assertTrue(budget.admits(plan.cost(COSTS)));
        ChannelMask natural = ChannelMask.natural(network, scores);
        plan.kept()
                .forEach(
                        (group, kept) -> {
                            int block = network.channels(group) >= multiple ? multiple : 1;
                            assertEquals(0, kept.size() % block, group + " keeps " + kept);
                            assertTrue(kept.size() >= block);
                            assertStrongest(scores.get(group), kept);
                            int wanted = natural.kept().get(group).size();
                            assertTrue(kept.size() < wanted + block, group + " was overfilled");
                            if (kept.size() + block <= Math.max(wanted, block)) {
                                assertNoRoom(plan, group, block, budget);
                            }
                        });
    }

    @Property(tries = 100)
    void where_one_block_per_group_does_not_fit_there_are_no_blocks(
            @ForAll long seed, @ForAll @DoubleRange(max = 1) double share) {
        // Given
        NetworkSpec network = Architectures.of(Architecture.VGG19, 0.125, 10);
        Map<String, float[]> scores = Toys.scores(network, seed);
        Cost least = BudgetSolver.smallest(network, COSTS);
        Cost blocks = COSTS.of(inBlocks(network, 8));
        long parameters =
                least.parameters()
                        + (long) (share * (blocks.parameters() - 1 - least.parameters()));
        Budget budget = Budget.UNLIMITED.withMaxParameters(parameters);
        Assume.that(!budget.admits(blocks));

        // When
        PruningPlan plan = BudgetSolver.ALIGNED.solve(network, scores, budget, COSTS);

        // Then
        assertEquals(BudgetSolver.DEFAULT.solve(network, scores, budget, COSTS), plan);
    }

    @Test
    void the_smallest_budgets_are_met_exactly_and_one_less_is_refused() {
        // Given
        Map<String, float[]> scores = Toys.scores(Toys.VGG19, 1);
        long blocks = COSTS.of(inBlocks(Toys.VGG19, 8)).multiplyAdds();
        long least = BudgetSolver.smallest(Toys.VGG19, COSTS).multiplyAdds();

        // When
        PruningPlan ofBlocks = aligned(scores, blocks);
        PruningPlan ofOnes = aligned(scores, least);
        StampedeException error =
                assertThrows(StampedeException.class, () -> aligned(scores, least - 1));

        // Then
        assertEquals(blocks, ofBlocks.cost(COSTS).multiplyAdds());
        assertEquals(inBlocks(Toys.VGG19, 8), ofBlocks.subnetwork());
        assertEquals(least, ofOnes.cost(COSTS).multiplyAdds());
        assertEquals(ErrorCode.BUDGET_INFEASIBLE, error.code());
    }

    @Test
    void gives_up_the_block_with_the_lowest_mean_and_takes_back_no_single_channel() {
        // Given
        NetworkSpec network = Toys.chain(4, 4, 4);
        Map<String, float[]> scores =
                Map.of(
                        "conv1", new float[] {.9f, .1f, .8f, .9f},
                        "conv2", new float[] {.4f, .9f, .3f, .8f},
                        "conv3", new float[] {.6f, .7f, .6f, .7f});
        Budget budget = Budget.UNLIMITED.withMaxParameters(COSTS.of(network).parameters() - 1);

        // When
        PruningPlan plan =
                new BudgetSolver(Ranking.GLOBAL, 2).solve(network, scores, budget, COSTS);

        // Then
        assertEquals(List.of(1, 3), plan.kept().get("conv2"));
        assertEquals(Map.of("conv1", 4, "conv2", 2, "conv3", 4), plan.mask().keptCounts());
    }

    @Test
    void closed_channels_fill_a_block_up_before_an_open_one_goes() {
        // Given
        NetworkSpec network = Toys.chain(8, 8);
        Map<String, float[]> scores = Toys.flat(network, 0.5f);
        Arrays.fill(scores.get("conv1"), 5, 8, 0);
        Budget limited = Budget.UNLIMITED.withMaxParameters(COSTS.of(network).parameters());

        // When
        PruningPlan filled =
                new BudgetSolver(Ranking.GLOBAL, 4).solve(network, scores, limited, COSTS);
        PruningPlan natural =
                new BudgetSolver(Ranking.GLOBAL, 4).solve(network, scores, Budget.UNLIMITED, COSTS);

        // Then
        assertEquals(IntStream.range(0, 8).boxed().toList(), filled.kept().get("conv1"));
        assertEquals(List.of(0, 1, 2, 3, 4), natural.kept().get("conv1"));
    }

    private static PruningPlan aligned(Map<String, float[]> scores, long multiplyAdds) {
        return BudgetSolver.ALIGNED.solve(
                Toys.VGG19, scores, Budget.UNLIMITED.withMaxMultiplyAdds(multiplyAdds), COSTS);
    }

    private static NetworkSpec inBlocks(NetworkSpec network, int multiple) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        network.channels()
                .forEach((group, count) -> counts.put(group, count >= multiple ? multiple : 1));
        return network.withChannels(counts);
    }

    private static void assertNoRoom(PruningPlan plan, String group, int block, Budget budget) {
        Map<String, Integer> more = new LinkedHashMap<>(plan.mask().keptCounts());
        more.merge(group, block, Integer::sum);
        Cost cost = COSTS.of(plan.full().withChannels(more));
        assertTrue(!budget.admits(cost), group + " could have one block more");
    }

    private static void assertStrongest(float[] scores, List<Integer> kept) {
        double weakest = kept.stream().mapToDouble(index -> scores[index]).min().orElseThrow();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > weakest) {
                assertTrue(kept.contains(i), "channel " + i + " is stronger than one kept");
            }
        }
    }
}
