package io.stampede.core.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BudgetSolverTest {
    private static final CostModel COSTS = CostModel.FINE_TUNING;
    private static final BudgetSolver LOG_UTILITY = new BudgetSolver(Ranking.LOG_UTILITY, 1);

    @Test
    void without_a_limit_the_natural_mask_stays() {
        // Given
        Map<String, float[]> scores = Toys.scores(Toys.VGG19, 5);

        // When
        PruningPlan plan = solve(BudgetSolver.DEFAULT, Toys.VGG19, scores, Budget.UNLIMITED);

        // Then
        assertEquals(ChannelMask.natural(Toys.VGG19, scores), plan.mask());
    }

    @Test
    void gives_up_the_weakest_channel_of_the_whole_network_first() {
        // Given
        NetworkSpec network = Toys.chain(3, 3, 3);
        Map<String, float[]> scores =
                Map.of(
                        "conv1", new float[] {.9f, .5f, .8f},
                        "conv2", new float[] {.7f, .1f, .6f},
                        "conv3", new float[] {.4f, .3f, .2f});

        // When
        PruningPlan plan = solve(BudgetSolver.DEFAULT, network, scores, oneLess(network));

        // Then
        assertEquals(List.of(0, 2), plan.kept().get("conv2"));
        assertEquals(Map.of("conv1", 3, "conv2", 2, "conv3", 3), plan.mask().keptCounts());
    }

    @Test
    void among_equal_scores_the_lower_layer_then_the_lower_channel_goes_first() {
        // Given
        NetworkSpec network = Toys.chain(3, 3, 3);

        // When
        PruningPlan plan =
                solve(BudgetSolver.DEFAULT, network, Toys.flat(network, 0.5f), oneLess(network));

        // Then
        assertEquals(List.of(1, 2), plan.kept().get("conv1"));
        assertEquals(List.of(0, 1, 2), plan.kept().get("conv2"));
    }

    @Test
    void takes_back_a_cheap_channel_after_a_dear_one_went() {
        // Given
        NetworkSpec network = Toys.chain(3, 3, 3);
        Map<String, float[]> scores =
                Map.of(
                        "conv1", new float[] {.9f, .2f, .8f},
                        "conv2", new float[] {.7f, .5f, .6f},
                        "conv3", new float[] {.9f, .9f, .1f});
        Cost withoutDear = COSTS.of(network.withChannels(counts(2, 3, 3)));

        // When
        PruningPlan plan =
                solve(
                        BudgetSolver.DEFAULT,
                        network,
                        scores,
                        Budget.UNLIMITED.withMaxMultiplyAdds(withoutDear.multiplyAdds()));

        // Then
        assertEquals(List.of(0, 2), plan.kept().get("conv1"));
        assertEquals(List.of(0, 1, 2), plan.kept().get("conv3"));
    }

    @Test
    void floors_hold_five_percent_of_each_group_until_the_budget_is_too_small() {
        // Given
        Map<String, float[]> scores = Toys.flat(Toys.VGG19, 0.9f);
        Arrays.fill(scores.get("conv7"), 0.01f);
        Budget roomy = Budget.UNLIMITED.withMaxMultiplyAdds(50_000_000);
        Budget tiny =
                Budget.UNLIMITED.withMaxParameters(
                        BudgetSolver.smallest(Toys.VGG19, COSTS).parameters() + 60);

        // When
        PruningPlan floored = solve(BudgetSolver.DEFAULT, Toys.VGG19, scores, roomy);
        PruningPlan relaxed = solve(BudgetSolver.DEFAULT, Toys.VGG19, scores, tiny);

        // Then
        assertEquals(13, floored.mask().keptCounts().get("conv7"));
        assertTrue(relaxed.mask().keptCounts().get("conv7") < 13);
        assertTrue(tiny.admits(relaxed.cost(COSTS)));
    }

    @Test
    void a_higher_floor_moves_what_is_given_up_to_other_groups() {
        // Given
        Map<String, float[]> scores = Toys.flat(Toys.VGG19, 0.9f);
        Arrays.fill(scores.get("conv7"), 0.01f);
        Budget budget = Budget.UNLIMITED.withMaxMultiplyAdds(50_000_000);
        BudgetSolver floored = BudgetSolver.ALIGNED.withFloor(25);

        // When
        PruningPlan low = solve(BudgetSolver.ALIGNED, Toys.VGG19, scores, budget);
        PruningPlan high = solve(floored, Toys.VGG19, scores, budget);

        // Then
        assertEquals(16, low.mask().keptCounts().get("conv7"));
        assertEquals(64, high.mask().keptCounts().get("conv7"));
        assertTrue(others(high) < others(low), "other groups pay for it");
        assertTrue(budget.admits(high.cost(COSTS)));
    }

    private static int others(PruningPlan plan) {
        return plan.mask().keptCounts().entrySet().stream()
                .filter(group -> !group.getKey().equals("conv7"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Test
    void an_exactly_smallest_budget_is_met_and_one_less_is_refused_with_that_number() {
        // Given
        Map<String, float[]> scores = Toys.scores(Toys.VGG19, 1);
        long least = BudgetSolver.smallest(Toys.VGG19, COSTS).parameters();

        // When
        PruningPlan plan =
                solve(
                        BudgetSolver.DEFAULT,
                        Toys.VGG19,
                        scores,
                        Budget.UNLIMITED.withMaxParameters(least));
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () ->
                                solve(
                                        BudgetSolver.DEFAULT,
                                        Toys.VGG19,
                                        scores,
                                        Budget.UNLIMITED.withMaxParameters(least - 1)));

        // Then
        assertEquals(least, plan.cost(COSTS).parameters());
        assertEquals(ErrorCode.BUDGET_INFEASIBLE, error.code());
        assertTrue(error.getMessage().contains(least + " parameters"), error.getMessage());
        assertTrue(error.getMessage().contains("parameters <= " + (least - 1)));
    }

    @Test
    void training_memory_is_counted_for_the_batch_that_will_be_trained_with() {
        // Given
        Map<String, float[]> scores = Toys.flat(Toys.VGG19, 0.5f);
        Budget budget = Budget.UNLIMITED.withMaxTrainingBytes(100L << 20);

        // When
        PruningPlan small =
                BudgetSolver.DEFAULT.solve(Toys.VGG19, scores, budget, new CostModel(16, 1));
        PruningPlan large =
                BudgetSolver.DEFAULT.solve(Toys.VGG19, scores, budget, new CostModel(128, 1));

        // Then
        assertTrue(budget.admits(large.cost(new CostModel(128, 1))));
        assertTrue(large.subnetwork().totalChannels() < small.subnetwork().totalChannels());
    }

    @Test
    void log_utility_spares_the_layers_that_save_little() {
        // Given
        Map<String, float[]> scores = Toys.flat(Toys.VGG19, 0.5f);
        Budget budget =
                Budget.UNLIMITED.withMaxMultiplyAdds(COSTS.of(Toys.VGG19).multiplyAdds() / 4);

        // When
        PruningPlan plan = solve(LOG_UTILITY, Toys.VGG19, scores, budget);

        // Then
        assertTrue(budget.admits(plan.cost(COSTS)));
        plan.mask()
                .keptCounts()
                .forEach(
                        (group, count) ->
                                assertTrue(
                                        count >= Toys.VGG19.channels(group) / 5,
                                        group + " has " + count));
    }

    @Test
    void solves_full_vgg19_fast_enough_for_the_meta_training_loop() {
        // Given
        Map<String, float[]> scores = Toys.flat(Toys.VGG19, 0.5f);
        Budget budget = Budget.UNLIMITED.withMaxMultiplyAdds(60_000_000);
        TreeMap<Ranking, Long> best = new TreeMap<>();

        // When
        for (Ranking ranking : Ranking.values()) {
            for (int i = 0; i < 30; i++) {
                long start = System.nanoTime();
                solve(new BudgetSolver(ranking, 1), Toys.VGG19, scores, budget);
                best.merge(ranking, System.nanoTime() - start, Math::min);
            }
        }

        // Then
        best.forEach(
                (ranking, nanos) ->
                        assertTrue(nanos < 20_000_000, ranking + " took " + nanos + " ns"));
    }

    private static PruningPlan solve(
            BudgetSolver solver, NetworkSpec network, Map<String, float[]> scores, Budget budget) {
        return solver.solve(network, scores, budget, COSTS);
    }

    private static Map<String, Integer> counts(int first, int second, int third) {
        return Map.of("conv1", first, "conv2", second, "conv3", third);
    }

    private static Budget oneLess(NetworkSpec network) {
        return Budget.UNLIMITED.withMaxParameters(COSTS.of(network).parameters() - 1);
    }
}
