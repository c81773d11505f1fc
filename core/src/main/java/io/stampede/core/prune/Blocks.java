package io.stampede.core.prune;

import io.stampede.core.network.NetworkSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many channels of each group come and go together: a fixed number, or one by one in groups
 * that have fewer.
 */
final class Blocks {
    private final NetworkSpec full;
    private final int multiple;

    Blocks(NetworkSpec full, int multiple) {
        this.full = full;
        this.multiple = multiple;
    }

    /** The network of one block in each group. */
    NetworkSpec smallest() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        full.channels().forEach((group, count) -> counts.put(group, size(count)));
        return full.withChannels(counts);
    }

    /** Channels per block, in the order of the groups. */
    int[] sizes() {
        return full.channels().values().stream().mapToInt(this::size).toArray();
    }

    /** A share of each group's channels in whole blocks, at least one, in the groups' order. */
    int[] floors(int percent) {
        return full.channels().values().stream()
                .mapToInt(
                        count -> {
                            int share = Math.max(1, (count * percent + 99) / 100);
                            return whole(share, count);
                        })
                .toArray();
    }

    /** A mask whose groups are filled up to whole blocks with the strongest of those left out. */
    ChannelMask filled(ChannelMask mask, Map<String, float[]> expectedMask) {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        mask.kept()
                .forEach(
                        (group, indices) -> {
                            int wanted = whole(indices.size(), full.channels(group));
                            kept.put(group, strongest(expectedMask.get(group), wanted, indices));
                        });
        return new ChannelMask(mask.channels(), kept);
    }

    /** Whole blocks that hold so many channels, or as many as the group has. */
    private int whole(int wanted, int count) {
        int size = size(count);
        return Math.min((wanted + size - 1) / size, count / size) * size;
    }

    private int size(int count) {
        return count >= multiple ? multiple : 1;
    }

    /** Those present first, then by score, the higher index among equals; ascending. */
    private static List<Integer> strongest(float[] scores, int wanted, List<Integer> present) {
        if (wanted == present.size()) {
            return present;
        }
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(
                        Comparator.<Integer, Boolean>comparing(present::contains)
                                .thenComparing(i -> scores[i])
                                .thenComparing(i -> i)
                                .reversed())
                .limit(wanted)
                .sorted()
                .toList();
    }
}
