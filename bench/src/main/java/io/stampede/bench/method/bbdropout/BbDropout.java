package io.stampede.bench.method.bbdropout;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.Training;
import io.stampede.core.mask.Slicer;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.Locale;
import java.util.Map;

/**
 * BBDropout from the reference's weights: searches with gates on the target, slices, fine-tunes
 * (algorithms.md 3.1 and 10.5).
 *
 * <p>See: Lee et al., Adaptive Network Sparsification with Dependent Variational Beta-Bernoulli
 * Dropout, 2018. Gates are behind batch norm and ReLU here, where a masked network equals the
 * sliced one. The cost is what the gates leave: no budget is enforced.
 */
public final class BbDropout implements Method {
    private static final double PERCENT = 100;

    private final BbDropoutConfig config;

    /** With the default settings. */
    public BbDropout() {
        this(BbDropoutConfig.DEFAULT);
    }

    /** With other settings. */
    public BbDropout(BbDropoutConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    @Override
    public String name() {
        return "bbdropout";
    }

    @Override
    public String title() {
        return "BBDropout";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        try (NDManager manager = TensorEngine.newManager()) {
            long start = System.nanoTime();
            Found found = search(manager, task, control);
            double searchSeconds = Training.secondsSince(start);
            try (Parameters weights = Tensors.load(manager, found.weights())) {
                ChannelMask mask = found.plan().mask();
                return Training.run(
                                this,
                                task,
                                new Training.Candidate(found.plan().subnetwork(), weights),
                                searchSeconds,
                                control)
                        .withKept(mask.kept())
                        .withNote("kept_channels_percent", keptPercent(task.full(), mask))
                        .withNote("search_epochs", Integer.toString(searchEpochs(task)))
                        .withNote("kl", Double.toString(config.klScale()))
                        .withNote("gate_start", "a %s, b %s".formatted(config.a(), config.b()));
            }
        }
    }

    /** What a search ends with. */
    private record Found(PruningPlan plan, Map<String, Tensor> weights) {}

    private Found search(NDManager manager, TargetTask task, RunControl control) {
        NetworkSpec full = task.full();
        try (Parameters parameters = Tensors.load(manager, task.reference().pretrained())) {
            Initialization.head(parameters, full, Seeds.at(task.seed(), "head"));
            ChannelGates.start(parameters, full.totalChannels(), config.a(), config.b());
            new GateSearch(task, config.klScale()).run(parameters, searchEpochs(task), control);
            return sliced(full, parameters);
        }
    }

    private static Found sliced(NetworkSpec full, Parameters parameters) {
        Map<String, float[]> expected = GateSearch.expectedMask(full, parameters);
        PruningPlan plan = new PruningPlan(full, ChannelMask.natural(full, expected));
        return new Found(plan, new Slicer(plan, Tensors.rows(parameters)).slice(expected));
    }

    private int searchEpochs(TargetTask task) {
        return config.searchEpochs(task.fineTuning().epochs());
    }

    private static String keptPercent(NetworkSpec full, ChannelMask mask) {
        int kept = mask.keptCounts().values().stream().mapToInt(Integer::intValue).sum();
        return String.format(Locale.ROOT, "%.2f", PERCENT * kept / full.totalChannels());
    }
}
