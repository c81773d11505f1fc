package io.stampede.bench.method.stamp;

import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.adapt.ChannelScorer;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.RunControl;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** As many channels of each layer as STAMP keeps: those with the largest filters. */
public final class MagnitudeSameCounts implements Method {
    @Override
    public String name() {
        return "magnitude_same_counts";
    }

    @Override
    public String title() {
        return "largest filters, STAMP's counts and weights";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        PruningPlan plan = StampPlan.of(task);
        return AdaptedSubnetwork.run(
                this, task, StampPlan.request(task).withScorer(largestOf(plan)), control);
    }

    private static ChannelScorer largestOf(PruningPlan plan) {
        Map<String, Integer> counts = plan.mask().keptCounts();
        return candidates -> {
            Map<String, float[]> norms = FilterNorms.L1.scores(candidates);
            Map<String, List<Integer>> largest = new LinkedHashMap<>();
            candidates
                    .left()
                    .kept()
                    .forEach(
                            (group, channels) ->
                                    largest.put(
                                            group,
                                            largest(norms.get(group), counts.get(group)).stream()
                                                    .map(channels::get)
                                                    .toList()));
            return new FixedChannels(largest).scores(candidates);
        };
    }

    /** Positions of the largest values, the lower one among equals. */
    static List<Integer> largest(float[] values, int count) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .limit(count)
                .sorted()
                .toList();
    }
}
