package io.stampede.core.prune;

import static java.util.Objects.requireNonNull;

import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Finds the channels to keep so that a network never costs more than its budget (algorithms.md
 * 7.2).
 *
 * <p>Starts from the natural mask and gives channels up in the order of its {@link Ranking} until
 * every limit holds; floors keep a share of each group as long as the budget allows, then 1
 * channel. Then it takes back, last given up first, whatever still fits. With {@link
 * Ranking#GLOBAL} the order of giving up does not depend on the budget, so the result is, among all
 * masks within the budget, the lexicographically greatest in that order: a channel is out only if
 * it does not fit beside all channels ranked above it that are in.
 *
 * <p>A solver with a multiple above 1 keeps multiples of it in each group that has that many
 * channels: it first fills each group's natural mask up to the next multiple, with the strongest of
 * the channels left out, and then gives up and takes back whole blocks of a group's weakest, ranked
 * by their mean E[m]. Where not even one block per group fits, it does without blocks. The budget
 * holds all the same. Without any limit the natural mask stays as it is.
 *
 * <p>Deterministic: equal scores go by lower layer, then lower channel, given up first. Stateless
 * and safe for use by several threads.
 *
 * @param ranking order in which channels are given up
 * @param multiple of which groups keep a number of channels; 1 for any number
 * @param floorPercent share of a group's channels that stays before any group goes below it, in [0,
 *     100]
 */
public record BudgetSolver(Ranking ranking, int multiple, int floorPercent) {
    /** Of a group's channels, where nothing else is asked for. */
    public static final int FLOOR_PERCENT = 5;

    /** The default of algorithms.md 7.2, variant (i). */
    public static final BudgetSolver DEFAULT = new BudgetSolver(Ranking.GLOBAL, 1);

    /**
     * For networks that are trained: the engine's kernels work on vectors of 8 channels and more.
     * At equal multiply-adds a VGG-19 at width 0.25 cut 4 times trains twice as fast with multiples
     * of 8 as with any counts, and no faster with multiples of 16; multiples of 4 gain nothing.
     */
    public static final BudgetSolver ALIGNED = new BudgetSolver(Ranking.GLOBAL, 8);

    /** Checks the components. */
    public BudgetSolver {
        requireNonNull(ranking, "ranking is null");
        if (multiple < 1) {
            throw new IllegalArgumentException("expected a positive multiple, found " + multiple);
        }
        if (floorPercent < 0 || floorPercent > 100) {
            throw new IllegalArgumentException(
                    "expected a floor of 0 to 100 percent, found " + floorPercent);
        }
    }

    /** A solver with the floors of algorithms.md 7.2. */
    public BudgetSolver(Ranking ranking, int multiple) {
        this(ranking, multiple, FLOOR_PERCENT);
    }

    /** This solver with other floors. */
    public BudgetSolver withFloor(int percent) {
        return new BudgetSolver(ranking, multiple, percent);
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
        Blocks blocks = new Blocks(full, budget.isLimited() ? multiple : 1);
        if (!budget.admits(costs.of(blocks.smallest()))) {
            requireFeasible(full, budget, costs);
            blocks = new Blocks(full, 1);
        }
        PruningPlan plan = new PruningPlan(full, blocks.filled(natural, expectedMask));
        if (budget.admits(plan.cost(costs))) {
            return plan;
        }
        Selection selection = new Selection(plan, expectedMask, ranking, blocks, costs);
        giveUpTo(blocks.floors(floorPercent), selection, budget);
        giveUpTo(blocks.sizes(), selection, budget);
        selection.takeBack(budget);
        return new PruningPlan(full, selection.mask());
    }

    /** The least that any subnetwork costs: one channel in each group. */
    public static Cost smallest(NetworkSpec full, CostModel costs) {
        return costs.of(smallestNetwork(full));
    }

    static NetworkSpec smallestNetwork(NetworkSpec full) {
        return new Blocks(full, 1).smallest();
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
