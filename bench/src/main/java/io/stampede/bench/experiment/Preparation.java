package io.stampede.bench.experiment;

import io.stampede.bench.method.MethodEntry;
import io.stampede.bench.method.MethodEntry.Need;
import io.stampede.bench.method.Methods;
import io.stampede.bench.method.Scale;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.DatasetCheck;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Sampling;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.FileDigest;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Admission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks everything that an experiment needs, and writes nothing. */
public final class Preparation {
    private static final long SAMPLE_SEED = 1;

    private final ExperimentOptions options;

    private Preparation(ExperimentOptions options) {
        this.options = options;
    }

    /**
     * Finds phi and pictures and plans the runs.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where a method or option is unknown or phi
     *     is of another network, {@code DATA_*}, {@code MODEL_*}, {@code BUDGET_INFEASIBLE}
     */
    public static PreparedExperiment of(ExperimentOptions options) {
        return new Preparation(options).prepare();
    }

    private PreparedExperiment prepare() {
        List<MethodEntry> methods = methods();
        Path phi = new PhiChoice(options.experiment(), options.model()).find();
        MetaModelHeader header = header(phi);
        ExperimentSettings settings = settings(methods, header);
        List<TargetData> targets = targets();
        ImageDataset reference = reference();
        boolean needsPretrained = anyNeeds(methods, Need.PRETRAINED);
        Optional<Path> pretrained =
                new ReferenceNetwork(phi, header).find(options.model().pretrained());
        PreparedExperiment prepared =
                new PreparedExperiment(
                        settings,
                        targets,
                        options.data().reference(),
                        reference.sha256(),
                        this::reference,
                        others(methods, targets),
                        phi,
                        FileDigest.sha256(phi),
                        header,
                        pretrained,
                        needsPretrained,
                        RunPlan.of(settings, targets));
        prepared.plan().stream()
                .map(RunKey::withoutMethod)
                .distinct()
                .forEach(
                        key -> {
                            requireTrainable(prepared, key);
                            requireFeasible(prepared, key);
                        });
        return prepared;
    }

    private List<MethodEntry> methods() {
        List<String> names =
                options.methods().isEmpty()
                        ? options.experiment().methods()
                        : List.copyOf(new LinkedHashSet<>(options.methods()));
        return names.stream().map(Methods::of).toList();
    }

    private static MetaModelHeader header(Path phi) {
        try (MetaModelFile file = MetaModelFile.open(phi)) {
            file.requireFinite();
            return file.header();
        }
    }

    private ExperimentSettings settings(List<MethodEntry> methods, MetaModelHeader header) {
        Scale scale = options.scale();
        int seeds =
                options.seeds().orElseGet(() -> ScaleDefaults.seeds(options.experiment(), scale));
        if (seeds < 1) {
            throw invalid("expected at least 1 seed, found " + seeds);
        }
        if (options.experiment() == Experiment.FIG6
                && options.tuning().pruningSteps().isPresent()) {
            throw invalid("expected no --pruning-steps, since fig6 varies K itself, found some");
        }
        List<CostLimit> limits =
                options.limits().isEmpty()
                        ? ScaleDefaults.limits(options.experiment(), scale)
                        : options.limits();
        return new ExperimentSettings(
                options.experiment(),
                scale,
                header.architecture(),
                header.width(),
                methods,
                limits,
                seeds,
                options.data().validation(),
                options.tuning());
    }

    private List<TargetData> targets() {
        List<SourceSpec> specs = List.copyOf(new LinkedHashSet<>(options.data().targets()));
        if (specs.isEmpty()) {
            throw invalid("expected at least one --target, found none");
        }
        List<Integer> sizes =
                options.data().sizes().isEmpty()
                        ? ScaleDefaults.sizes(options.experiment(), options.scale())
                        : options.data().sizes();
        return specs.stream()
                .map(spec -> TargetData.load(spec, options.data(), options.scale(), sizes))
                .toList();
    }

    private ImageDataset reference() {
        ImageDataset all = ImageSources.open(options.data().reference()).load(Split.TRAIN);
        int most = ScaleDefaults.mostPictures(options.scale(), true);
        return most >= all.size() ? all : all.select(Sampling.balanced(all, most, SAMPLE_SEED));
    }

    /** For each target the source that was named, or else another target, never itself. */
    private Map<String, OtherSet> others(List<MethodEntry> methods, List<TargetData> targets) {
        List<OtherSet> candidates = new ArrayList<>();
        options.data()
                .other()
                .map(spec -> new OtherSet(spec, ImageSources.open(spec).load(Split.TRAIN)))
                .ifPresent(candidates::add);
        targets.forEach(target -> candidates.add(new OtherSet(target.spec(), target.pool())));
        Map<String, OtherSet> others = new LinkedHashMap<>();
        for (TargetData target : targets) {
            Optional<OtherSet> found =
                    candidates.stream()
                            .filter(other -> !other.spec().equals(target.spec()))
                            .findFirst();
            if (found.isEmpty() && anyNeeds(methods, Need.OTHER_SET)) {
                throw invalid(
                        "expected --other SOURCE that is not the target, for stamp_other_set,"
                                + " found none");
            }
            found.ifPresent(other -> others.put(target.spec().toString(), other));
        }
        return others;
    }

    private static boolean anyNeeds(List<MethodEntry> methods, Need need) {
        return methods.stream().anyMatch(method -> method.needs(need));
    }

    /** A sample may lack what the pool has: found before anything is written or trained. */
    private static void requireTrainable(PreparedExperiment prepared, RunKey key) {
        DatasetCheck.requireTrainable(
                prepared.target(key).training(key.size(), prepared.settings().sample(key)));
    }

    /** Solves the budget for gates that are all alike: one that none satisfies is found so. */
    private static void requireFeasible(PreparedExperiment prepared, RunKey key) {
        TargetData target = prepared.target(key);
        NetworkSpec full = prepared.full(target);
        AdaptationConfig adaptation =
                prepared.settings()
                        .adaptation(key, CostModel.FINE_TUNING.of(full), target.name().upright());
        int batch = Math.min(adaptation.batchSize(), key.size());
        Map<String, float[]> alike = new HashMap<>();
        full.channels()
                .forEach(
                        (group, count) -> {
                            float[] expected = new float[count];
                            Arrays.fill(expected, 1);
                            alike.put(group, expected);
                        });
        Admission.of(
                new Admission.Request(
                        full,
                        adaptation.budget(),
                        batch,
                        Admission.Training.FINE_TUNING,
                        Optional.empty()),
                alike);
    }

    private static StampedeException invalid(String message) {
        return new StampedeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
