package io.stampede.bench.method.stamp;

import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * As many channels of each layer as STAMP keeps, drawn at random; the weights that they inherit,
 * their own E[m] folded in and all that follows are the same.
 */
public final class RandomChannels implements Method {
    @Override
    public String name() {
        return "random_channels";
    }

    @Override
    public String title() {
        return "random channels, STAMP's counts and weights";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        PruningPlan plan = StampPlan.of(task);
        FixedChannels drawn =
                new FixedChannels(draw(plan, Seeds.at(task.seed(), "random channels")));
        return AdaptedSubnetwork.run(
                this, task, StampPlan.request(task).withScorer(drawn), control);
    }

    static Map<String, List<Integer>> draw(PruningPlan plan, RandomGenerator random) {
        Map<String, List<Integer>> drawn = new LinkedHashMap<>();
        plan.kept()
                .forEach(
                        (group, kept) -> {
                            int[] order = Seeds.shuffled(plan.full().channels(group), random);
                            drawn.put(
                                    group,
                                    Arrays.stream(order)
                                            .limit(kept.size())
                                            .sorted()
                                            .boxed()
                                            .toList());
                        });
        return drawn;
    }
}
