package io.stampede.bench.method.metapruning;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.Training;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A structure of STAMP's multiply-adds, found by evolution with a hypernetwork's weights and
 * trained from scratch.
 *
 * <p>The hypernetwork's training is meta-training: noted, and in no method's time.
 */
public final class MetaPruning implements Method {
    private final MetaPruningConfig config;

    /** With what two cores can do. */
    public MetaPruning() {
        this(MetaPruningConfig.CPU);
    }

    /** With other settings. */
    public MetaPruning(MetaPruningConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    @Override
    public String name() {
        return "metapruning";
    }

    @Override
    public String title() {
        return "MetaPruning";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        Found found = search(task, control);
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, found.network(), Seeds.at(task.seed(), "weights"));
            Training.Candidate candidate = new Training.Candidate(found.network(), weights);
            return Training.run(this, task, candidate, found.searchSeconds(), control)
                    .withKept(firstChannels(found.network()))
                    .withNote("hypernetwork_seconds", decimal(found.hypernetworkSeconds()))
                    .withNote("structures_measured", Integer.toString(found.measured()))
                    .withNote("fitness", decimal(found.fitness()));
        }
    }

    private record Found(
            NetworkSpec network,
            double fitness,
            int measured,
            double searchSeconds,
            double hypernetworkSeconds) {}

    private Found search(TargetTask task, RunControl control) {
        try (NDManager manager = TensorEngine.newManager()) {
            HypernetworkCache.Trained trained =
                    new HypernetworkCache(task, config.hypernetwork()).get(manager, control);
            long start = System.nanoTime();
            GeneSpace space = new GeneSpace(task.full());
            Fitness fitness =
                    new Fitness(
                            trained,
                            task.training(),
                            task.normalization(),
                            Fitness.Sample.of(task.training(), config.search(), task.seed()));
            EvolutionarySearch evolution =
                    new EvolutionarySearch(
                            space, task.maxMultiplyAdds(), config.search(), task.seed());
            EvolutionarySearch.Measured best = evolution.best(fitness::of, control);
            return new Found(
                    space.network(best.structure()),
                    best.fitness(),
                    evolution.measured(),
                    Training.secondsSince(start),
                    trained.seconds());
        }
    }

    /** The hypernetwork crops: of each group the first channels stay. */
    private static Map<String, List<Integer>> firstChannels(NetworkSpec network) {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        network.channels()
                .forEach(
                        (group, count) ->
                                kept.put(group, IntStream.range(0, count).boxed().toList()));
        return kept;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
