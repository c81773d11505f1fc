package io.stampede.core.prune;

import static java.util.Objects.requireNonNull;

import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Finds the channels to keep so that a network never costs more than its budget (algorithms.md
 * 7.2).
 *
 * <p>Starts from the natural mask and gives channels up in the order of its {@link Ranking} until
 * every limit holds; floors keep 5 % of each group as long as the budget allows, then 1 channel.
 * Then it takes back, last given up first, whatever still fits. With {@link Ranking#GLOBAL} the
 * order of giving up does not depend on the budget, so the result is, among all masks within the
 * budget, the lexicographically greatest in that order: a channel is out only if it does not fit
 * beside all channels ranked above it that are in.
 *
 * <p>Deterministic: equal scores go by lower layer, then lower channel, given up first. Stateless
 * and safe for use by several threads.
 *
 * @param ranking order in which channels are given up
 */
public record BudgetSolver(Ranking ranking) {
    /** The default of algorithms.md 7.2, variant (i). */
    public static final BudgetSolver DEFAULT = new BudgetSolver(Ranking.GLOBAL);

    /** Share of a group's channels that stays before any group goes below it, in percent. */
    private static final int FLOOR_PERCENT = 5;

    /** Checks the component. */
    public BudgetSolver {
        requireNonNull(ranking, "ranking is null");
    }

    /**
     * Solves for one network.
     *
     * @param full network before pruning, with the head that the subnetwork will have
     * @param expectedMask group to E[m] of each channel
     * @param costs counts training memory for the batch that will be trained with
     * @throws io.stampede.core.StampedeException {@code BUDGET_INFEASIBLE} naming the smallest cost
     *     there is, which has one channel in each group
     * @throws io.stampede.core.StampedeException {@code INVALID_ARGUMENT} where the scores are not
     *     of this network
     */
    public PruningPlan solve(
            NetworkSpec full, Map<String, float[]> expectedMask, Budget budget, CostModel costs) {
        ChannelMask natural = ChannelMask.natural(full, expectedMask);
        PruningPlan plan = new PruningPlan(full, natural);
        if (budget.admits(plan.cost(costs))) {
            return plan;
        }
        requireFeasible(full, budget, costs);
        Selection selection =
                new Selection(plan.subnetwork(), natural, expectedMask, ranking, costs);
        giveUp(selection, budget, full);
        selection.takeBack(budget);
        return new PruningPlan(full, selection.mask());
    }

    /** The least that any subnetwork costs: one channel in each group. */
    public static Cost smallest(NetworkSpec full, CostModel costs) {
        return costs.of(smallestNetwork(full));
    }

    static NetworkSpec smallestNetwork(NetworkSpec full) {
        Map<String, Integer> ones = new LinkedHashMap<>();
        full.channels().keySet().forEach(group -> ones.put(group, 1));
        return full.withChannels(ones);
    }

    private static void giveUp(Selection selection, Budget budget, NetworkSpec full) {
        int[] floors =
                full.channels().values().stream()
                        .mapToInt(count -> Math.max(1, (count * FLOOR_PERCENT + 99) / 100))
                        .toArray();
        giveUpTo(floors, selection, budget);
        Arrays.fill(floors, 1);
        giveUpTo(floors, selection, budget);
    }

    private static void giveUpTo(int[] floors, Selection selection, Budget budget) {
        boolean more = true;
        while (more && !budget.admits(selection.cost())) {
            more = selection.giveUpOne(budget, floors);
        }
    }

    static void requireFeasible(NetworkSpec full, Budget budget, CostModel costs) {
        Cost smallest = smallest(full, costs);
        if (!budget.admits(smallest)) {
            throw SmallestBudget.of(smallest, OptionalDouble.empty())
                    .refusal(full, budget, costs.batchSize());
        }
    }
}
