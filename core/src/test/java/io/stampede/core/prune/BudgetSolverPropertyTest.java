package io.stampede.core.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for all scores and budgets (algorithms.md 7.4). */
class BudgetSolverPropertyTest {
    private static final CostModel COSTS = new CostModel(8, 1);
    private static final double[] WIDTHS = {0.0625, 0.125, 0.25, 0.5, 1};

    /** A channel and its E[m]. */
    private record Channel(int layer, int index, float score) {}

    @Property
    void never_exceeds_the_budget_never_empties_a_group_and_wastes_no_channel_that_fits(
            @ForAll Architecture architecture,
            @ForAll @IntRange(max = 4) int width,
            @ForAll Ranking ranking,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 7) int limits,
            @ForAll @DoubleRange(max = 1) double share) {
        // Given
        NetworkSpec network = Architectures.of(architecture, WIDTHS[width], 10);
        Map<String, float[]> scores = Toys.scores(network, seed);
        Budget budget = budget(network, share, limits);

        // When
        PruningPlan plan = new BudgetSolver(ranking, 1).solve(network, scores, budget, COSTS);
        PruningPlan again = new BudgetSolver(ranking, 1).solve(network, scores, budget, COSTS);

        // Then
        ChannelMask natural = ChannelMask.natural(network, scores);
        assertEquals(plan, again);
        assertTrue(budget.admits(plan.cost(COSTS)));
        plan.kept()
                .forEach(
                        (group, kept) -> {
                            assertTrue(kept.size() >= 1);
                            assertTrue(natural.kept().get(group).containsAll(kept));
                            assertStrongest(scores.get(group), kept);
                            if (kept.size() < natural.kept().get(group).size()) {
                                Map<String, Integer> more =
                                        new LinkedHashMap<>(plan.mask().keptCounts());
                                more.merge(group, 1, Integer::sum);
                                Cost cost = COSTS.of(network.withChannels(more));
                                assertTrue(!budget.admits(cost), group + " could have one more");
                            }
                        });
    }

    @Property
    void a_larger_budget_never_gives_a_set_that_ranks_lower(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 1) double first,
            @ForAll @DoubleRange(max = 1) double second) {
        // Given
        NetworkSpec network = Architectures.of(Architecture.VGG10, 0.0625, 10);
        Map<String, float[]> scores = Toys.scores(network, seed);
        Budget small = budget(network, Math.min(first, second), 2);
        Budget large = budget(network, Math.max(first, second), 2);

        // When
        ChannelMask few = BudgetSolver.DEFAULT.solve(network, scores, small, COSTS).mask();
        ChannelMask many = BudgetSolver.DEFAULT.solve(network, scores, large, COSTS).mask();

        // Then
        assertTrue(rank(network, scores, few).compareTo(rank(network, scores, many)) <= 0);
    }

    @Property
    void is_the_highest_ranking_of_all_sets_within_the_budget(
            @ForAll long seed, @ForAll @DoubleRange(max = 1) double share) {
        // Given
        NetworkSpec network = Toys.chain(4, 4, 3);
        Map<String, float[]> scores = Toys.scores(network, seed);
        Budget budget = budget(network, share, 3);

        // When
        ChannelMask mask = BudgetSolver.DEFAULT.solve(network, scores, budget, COSTS).mask();

        // Then
        assertEquals(bruteForce(network, scores, budget), rank(network, scores, mask));
    }

    /** Tries every subset of the natural mask that keeps each group's strongest channel. */
    private static String bruteForce(
            NetworkSpec network, Map<String, float[]> scores, Budget budget) {
        List<Channel> order = order(network, scores);
        List<String> groups = List.copyOf(network.channels().keySet());
        String best = "";
        for (int subset = 0; subset < 1 << order.size(); subset++) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            groups.forEach(group -> counts.put(group, 1));
            StringBuilder rank = new StringBuilder();
            for (int i = 0; i < order.size(); i++) {
                boolean in = (subset >> i & 1) == 1;
                rank.append(in ? '1' : '0');
                if (in) {
                    counts.merge(groups.get(order.get(i).layer()), 1, Integer::sum);
                }
            }
            if (rank.toString().compareTo(best) > 0
                    && budget.admits(COSTS.of(network.withChannels(counts)))) {
                best = rank.toString();
            }
        }
        return best;
    }

    /** The kept channels as 1 and 0 in the order in which they are worth keeping. */
    private static String rank(NetworkSpec network, Map<String, float[]> scores, ChannelMask mask) {
        List<String> groups = List.copyOf(network.channels().keySet());
        StringBuilder rank = new StringBuilder();
        for (Channel channel : order(network, scores)) {
            List<Integer> kept = mask.kept().get(groups.get(channel.layer()));
            rank.append(kept.contains(channel.index()) ? '1' : '0');
        }
        return rank.toString();
    }

    /**
     * The natural channels that may be given up, last given up first: those that a floor protects,
     * then the others, each from the highest score down.
     */
    private static List<Channel> order(NetworkSpec network, Map<String, float[]> scores) {
        ChannelMask natural = ChannelMask.natural(network, scores);
        Comparator<Channel> worth =
                Comparator.comparingDouble(Channel::score)
                        .thenComparingInt(Channel::layer)
                        .thenComparingInt(Channel::index)
                        .reversed();
        List<Channel> protectedOnes = new ArrayList<>();
        List<Channel> others = new ArrayList<>();
        int layer = 0;
        for (Map.Entry<String, List<Integer>> entry : natural.kept().entrySet()) {
            List<Channel> group = new ArrayList<>();
            for (int index : entry.getValue()) {
                group.add(new Channel(layer, index, scores.get(entry.getKey())[index]));
            }
            group.sort(worth);
            int floor = (int) Math.ceil(0.05 * network.channels(entry.getKey()));
            int split = Math.min(group.size(), Math.max(1, floor));
            protectedOnes.addAll(group.subList(1, split));
            others.addAll(group.subList(split, group.size()));
            layer++;
        }
        protectedOnes.sort(worth);
        others.sort(worth);
        protectedOnes.addAll(others);
        return protectedOnes;
    }

    private static void assertStrongest(float[] scores, List<Integer> kept) {
        double weakest = kept.stream().mapToDouble(index -> scores[index]).min().orElseThrow();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > weakest) {
                assertTrue(kept.contains(i), "channel " + i + " is stronger than one kept");
            }
        }
    }

    /** Limits between the smallest and the full cost; the bits of {@code limits} choose which. */
    private static Budget budget(NetworkSpec network, double share, int limits) {
        Cost low = BudgetSolver.smallest(network, COSTS);
        Cost high = COSTS.of(network);
        return Toys.budget(low, high, share, limits);
    }
}
