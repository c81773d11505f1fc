package io.stampede.core.prune;

import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The channels that are in while a solver works; mutable, used by one solve.
 *
 * <p>Within a group channels leave from the lowest E[m] up, in blocks, so each group has one
 * candidate. All of at most 17 candidates are compared for every block given up: exact whatever the
 * ranking, and cheaper than keeping a heap in order.
 */
final class Selection {
    /** Channels that were in the first mask and are out: some of a group's, in its order. */
    private record GivenUp(int group, int from, int count) {}

    private final ChannelMask first;
    private final Ranking ranking;
    private final int[] blocks;
    private final CostLedger ledger;
    private final List<Group> groups = new ArrayList<>();
    private final Deque<GivenUp> givenUp = new ArrayDeque<>();

    Selection(
            PruningPlan start,
            Map<String, float[]> expectedMask,
            Ranking ranking,
            Blocks blocks,
            CostModel costs) {
        this.first = start.mask();
        this.ranking = ranking;
        this.blocks = blocks.sizes();
        this.ledger = new CostLedger(start.subnetwork(), costs);
        first.kept().forEach((group, kept) -> groups.add(new Group(kept, expectedMask.get(group))));
    }

    Cost cost() {
        return ledger.cost();
    }

    /** Gives up the candidate with the smallest key; false if every group is at its floor. */
    boolean giveUpOne(Budget budget, int[] floors) {
        int best = -1;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < groups.size(); i++) {
            if (ledger.channels(i) - blocks[i] >= floors[i]) {
                double key = key(i, budget);
                if (best < 0 || key < smallest) {
                    best = i;
                    smallest = key;
                }
            }
        }
        if (best < 0) {
            return false;
        }
        int from = groups.get(best).giveUp(blocks[best]);
        givenUp.push(new GivenUp(best, from, blocks[best]));
        ledger.change(best, -blocks[best]);
        return true;
    }

    /** Takes back what still fits, last given up first. */
    void takeBack(Budget budget) {
        for (GivenUp candidate : givenUp) {
            ledger.change(candidate.group(), candidate.count());
            if (budget.admits(ledger.cost())) {
                groups.get(candidate.group()).takeBack(candidate.from(), candidate.count());
            } else {
                ledger.change(candidate.group(), -candidate.count());
            }
        }
    }

    ChannelMask mask() {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        int i = 0;
        for (String group : first.kept().keySet()) {
            boolean[] in = groups.get(i++).kept;
            kept.put(group, first.kept().get(group).stream().filter(c -> in[c]).toList());
        }
        return new ChannelMask(first.channels(), kept);
    }

    private double key(int group, Budget budget) {
        Group candidate = groups.get(group);
        return switch (ranking) {
            case GLOBAL -> candidate.weakest(blocks[group]) / blocks[group];
            case LOG_UTILITY ->
                    candidate.weakest(blocks[group]) / candidate.sum / saving(group, budget);
        };
    }

    /** What one block less saves of the limit that is exceeded most, relative to that limit. */
    private double saving(int group, Budget budget) {
        Cost before = ledger.cost();
        ledger.change(group, -blocks[group]);
        Cost after = ledger.cost();
        ledger.change(group, blocks[group]);
        double[] had = ratios(before, budget);
        double[] has = ratios(after, budget);
        int active = 0;
        for (int i = 1; i < had.length; i++) {
            active = had[i] > had[active] ? i : active;
        }
        return had[active] - has[active];
    }

    private static double[] ratios(Cost cost, Budget budget) {
        return new double[] {
            ratio(cost.parameters(), budget.maxParameters()),
            ratio(cost.multiplyAdds(), budget.maxMultiplyAdds()),
            ratio(cost.trainingBytes(), budget.maxTrainingBytes())
        };
    }

    private static double ratio(long cost, OptionalLong limit) {
        return limit.isPresent() ? (double) cost / limit.getAsLong() : 0;
    }

    /** One group's channels, from the lowest E[m] up. */
    private static final class Group {
        private final boolean[] kept;
        private final float[] scores;
        private final int[] ascending;
        private int next;
        private double sum;

        Group(List<Integer> first, float[] scores) {
            this.scores = scores;
            this.kept = new boolean[scores.length];
            long[] keys = new long[first.size()];
            for (int i = 0; i < keys.length; i++) {
                int channel = first.get(i);
                kept[channel] = true;
                sum += scores[channel];
                // Bits of floats from 0 sort like the floats; -0 becomes 0 by the addition.
                keys[i] = (long) Float.floatToIntBits(scores[channel] + 0f) << 32 | channel;
            }
            Arrays.sort(keys);
            this.ascending = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
        }

        /** Sum of the scores of the weakest channels that are in. */
        double weakest(int count) {
            double total = 0;
            for (int i = next; i < next + count; i++) {
                total += scores[ascending[i]];
            }
            return total;
        }

        /** Gives the weakest up; returns where they are in the ascending order. */
        int giveUp(int count) {
            int from = next;
            next += count;
            for (int i = from; i < next; i++) {
                kept[ascending[i]] = false;
                sum -= scores[ascending[i]];
            }
            return from;
        }

        void takeBack(int from, int count) {
            for (int i = from; i < from + count; i++) {
                kept[ascending[i]] = true;
            }
        }
    }
}
