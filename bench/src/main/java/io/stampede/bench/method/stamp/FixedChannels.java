package io.stampede.bench.method.stamp;

import static java.util.Objects.requireNonNull;

import io.stampede.core.adapt.ChannelScorer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps exactly the channels named: they score 1 and all others 0, which the natural mask leaves
 * out.
 *
 * @param kept group to channels of the full network
 */
record FixedChannels(Map<String, List<Integer>> kept) implements ChannelScorer {
    FixedChannels {
        requireNonNull(kept, "kept is null");
    }

    @Override
    public Map<String, float[]> scores(Candidates candidates) {
        Map<String, float[]> scores = new LinkedHashMap<>();
        candidates
                .left()
                .kept()
                .forEach((group, channels) -> scores.put(group, indicator(group, channels)));
        return scores;
    }

    private float[] indicator(String group, List<Integer> channels) {
        Set<Integer> chosen = new HashSet<>(kept.get(group));
        float[] values = new float[channels.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = chosen.contains(channels.get(i)) ? 1 : 0;
        }
        return values;
    }
}
