package io.stampede.core.prune;

import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
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
 * <p>Within a group channels leave from the lowest E[m] up, so each group has one candidate. All of
 * at most 17 candidates are compared for every channel given up: exact whatever the ranking, and
 * cheaper than keeping a heap in order.
 */
final class Selection {
    /** A channel that was in the natural mask and is out. */
    private record GivenUp(int group, int channel) {}

    private final ChannelMask natural;
    private final Ranking ranking;
    private final CostLedger ledger;
    private final List<Group> groups = new ArrayList<>();
    private final Deque<GivenUp> givenUp = new ArrayDeque<>();

    Selection(
            NetworkSpec network,
            ChannelMask natural,
            Map<String, float[]> expectedMask,
            Ranking ranking,
            CostModel costs) {
        this.natural = natural;
        this.ranking = ranking;
        this.ledger = new CostLedger(network, costs);
        natural.kept()
                .forEach((group, kept) -> groups.add(new Group(kept, expectedMask.get(group))));
    }

    Cost cost() {
        return ledger.cost();
    }

    /** Gives up the candidate with the smallest key; false if every group is at its floor. */
    boolean giveUpOne(Budget budget, int[] floors) {
        int best = -1;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < groups.size(); i++) {
            if (ledger.channels(i) > floors[i]) {
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
        givenUp.push(new GivenUp(best, groups.get(best).removeWeakest()));
        ledger.change(best, -1);
        return true;
    }

    /** Takes back what still fits, last given up first. */
    void takeBack(Budget budget) {
        for (GivenUp candidate : givenUp) {
            ledger.change(candidate.group(), 1);
            if (budget.admits(ledger.cost())) {
                groups.get(candidate.group()).kept[candidate.channel()] = true;
            } else {
                ledger.change(candidate.group(), -1);
            }
        }
    }

    ChannelMask mask() {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        int i = 0;
        for (String group : natural.kept().keySet()) {
            boolean[] in = groups.get(i++).kept;
            kept.put(group, natural.kept().get(group).stream().filter(c -> in[c]).toList());
        }
        return new ChannelMask(natural.channels(), kept);
    }

    private double key(int group, Budget budget) {
        Group candidate = groups.get(group);
        return switch (ranking) {
            case GLOBAL -> candidate.weakest();
            case LOG_UTILITY -> candidate.weakest() / candidate.sum / saving(group, budget);
        };
    }

    /** What one channel less saves of the limit that is exceeded most, relative to that limit. */
    private double saving(int group, Budget budget) {
        Cost before = ledger.cost();
        ledger.change(group, -1);
        Cost after = ledger.cost();
        ledger.change(group, 1);
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

        Group(List<Integer> natural, float[] scores) {
            this.scores = scores;
            this.kept = new boolean[scores.length];
            long[] keys = new long[natural.size()];
            for (int i = 0; i < keys.length; i++) {
                int channel = natural.get(i);
                kept[channel] = true;
                sum += scores[channel];
                // Bits of floats from 0 sort like the floats; -0 becomes 0 by the addition.
                keys[i] = (long) Float.floatToIntBits(scores[channel] + 0f) << 32 | channel;
            }
            Arrays.sort(keys);
            this.ascending = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
        }

        double weakest() {
            return scores[ascending[next]];
        }

        int removeWeakest() {
            int channel = ascending[next++];
            kept[channel] = false;
            sum -= scores[channel];
            return channel;
        }
    }
}
