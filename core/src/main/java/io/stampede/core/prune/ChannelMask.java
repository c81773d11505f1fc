package io.stampede.core.prune;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.NetworkSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which channels of each group stay.
 *
 * <p>Immutable; both maps go in the order of the forward pass.
 *
 * @param channels group to its number of channels before pruning
 * @param kept group to the ascending indices of the channels that stay, at least one
 */
public record ChannelMask(Map<String, Integer> channels, Map<String, List<Integer>> kept) {
    /** A channel whose E[m] is below this is off (algorithms.md 3.4). */
    public static final double THRESHOLD = 1e-3;

    /**
     * Checks and copies.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where groups differ, a
     *     group is empty or its indices are not ascending within its channels
     */
    public ChannelMask {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
        if (!channels.keySet().equals(kept.keySet())) {
            throw invalid("groups " + channels.keySet(), kept.keySet());
        }
        Map<String, List<Integer>> ordered = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> entry : channels.entrySet()) {
            List<Integer> indices = List.copyOf(kept.get(entry.getKey()));
            requireAscending(entry.getKey(), indices, entry.getValue());
            ordered.put(entry.getKey(), indices);
        }
        kept = Collections.unmodifiableMap(ordered);
    }

    /** Keeps every channel. */
    public static ChannelMask all(NetworkSpec network) {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        network.channels()
                .forEach((group, count) -> kept.put(group, indices(count, index -> true)));
        return new ChannelMask(network.channels(), kept);
    }

    /** The natural mask at {@link #THRESHOLD}. */
    public static ChannelMask natural(NetworkSpec network, Map<String, float[]> expectedMask) {
        return of(network, expectedMask, THRESHOLD);
    }

    /**
     * Keeps each channel whose E[m] is at least the threshold, and of a group without any its
     * strongest, the lowest index among equals.
     *
     * @param expectedMask group to E[m] of each channel
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where a group is missing,
     *     has another number of channels, or an E[m] is negative or not finite
     */
    public static ChannelMask of(
            NetworkSpec network, Map<String, float[]> expectedMask, double threshold) {
        requireScores(network, expectedMask);
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        for (String group : network.channels().keySet()) {
            float[] scores = expectedMask.get(group);
            List<Integer> strong = indices(scores.length, index -> scores[index] >= threshold);
            kept.put(group, strong.isEmpty() ? List.of(strongest(scores)) : strong);
        }
        return new ChannelMask(network.channels(), kept);
    }

    /**
     * What stays of the original channels after these, and then some of these, are cut.
     *
     * @param inner a mask over the channels that this mask keeps
     */
    public ChannelMask then(ChannelMask inner) {
        if (!inner.channels().equals(keptCounts())) {
            throw invalid("a mask over " + keptCounts(), inner.channels());
        }
        Map<String, List<Integer>> composed = new LinkedHashMap<>();
        kept.forEach(
                (group, indices) ->
                        composed.put(
                                group,
                                inner.kept().get(group).stream().map(indices::get).toList()));
        return new ChannelMask(channels, composed);
    }

    /** Group to the number of channels that stay. */
    public Map<String, Integer> keptCounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        kept.forEach((group, indices) -> counts.put(group, indices.size()));
        return counts;
    }

    /** Channels of all groups together, kept or not. */
    public int channelCount() {
        return channels.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One group as {@code [channels]} of 1 and 0, to multiply with. */
    public float[] indicator(String group) {
        float[] indicator = new float[channels.get(group)];
        kept.get(group).forEach(index -> indicator[index] = 1);
        return indicator;
    }

    static void requireScores(NetworkSpec network, Map<String, float[]> expectedMask) {
        if (!network.channels().keySet().equals(expectedMask.keySet())) {
            throw invalid("scores of " + network.channels().keySet(), expectedMask.keySet());
        }
        network.channels()
                .forEach(
                        (group, count) -> {
                            float[] scores = expectedMask.get(group);
                            if (scores.length != count) {
                                throw invalid(count + " scores in " + group, scores.length);
                            }
                            for (float score : scores) {
                                if (!(score >= 0 && score <= Float.MAX_VALUE)) {
                                    throw invalid("finite scores from 0 in " + group, score);
                                }
                            }
                        });
    }

    private static List<Integer> indices(int channels, IntPredicate predicate) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            if (predicate.test(i)) {
                indices.add(i);
            }
        }
        return indices;
    }

    private static int strongest(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private static void requireAscending(String group, List<Integer> indices, int count) {
        int last = -1;
        for (int index : indices) {
            if (index <= last || index >= count) {
                throw invalid(
                        "ascending indices below %d in %s".formatted(count, group),
                        "%d behind %d".formatted(index, last));
            }
            last = index;
        }
        if (indices.isEmpty()) {
            throw invalid("at least 1 channel kept in " + group, 0);
        }
    }

    private static StampedeException invalid(String expected, Object found) {
        return new StampedeException(
                ErrorCode.INVALID_ARGUMENT, "mask: expected " + expected + ", found " + found);
    }
}
