package io.stampede.bench.experiment;

import io.stampede.bench.method.MethodEntry;
import io.stampede.bench.method.MethodEntry.Need;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which runs an experiment is made of. */
final class RunPlan {
    private static final String STAMP = "stamp";
    private static final List<String> KL_VALUES = List.of("15", "20", "25");
    private static final List<String> PRUNING_EPOCHS = List.of("1", "5", "10");

    private RunPlan() {}

    /** All runs, in the order of the outputs. */
    static List<RunKey> of(ExperimentSettings settings, List<TargetData> targets) {
        List<RunKey> keys = new ArrayList<>();
        for (TargetData target : targets) {
            for (int size : target.sizes()) {
                for (MethodEntry method : settings.methods()) {
                    keys.addAll(of(settings, target, size, method));
                }
            }
        }
        return keys;
    }

    private static List<RunKey> of(
            ExperimentSettings settings, TargetData target, int size, MethodEntry method) {
        List<RunKey> keys = new ArrayList<>();
        for (CostLimit limit : limits(settings, method)) {
            for (Map<String, String> variant : variants(settings, method)) {
                RunKey first =
                        new RunKey(target.spec().toString(), size, limit, method.id(), variant, 1);
                for (long seed = 1; seed <= settings.seeds(); seed++) {
                    keys.add(first.withSeed(seed));
                }
            }
        }
        return keys;
    }

    /**
     * The order in which runs are carried out: seed by seed, so that a whole comparison is there
     * early, and STAMP first, whose multiply-adds others may spend.
     */
    static List<RunKey> inWorkingOrder(List<RunKey> keys) {
        List<RunKey> ordered = new ArrayList<>(keys);
        ordered.sort(
                Comparator.comparingLong(RunKey::seed)
                        .thenComparing(key -> key.method().equals(STAMP) ? 0 : 1));
        return ordered;
    }

    /** Whether a run's multiply-adds limit those of others of the same task. */
    static boolean isMeasure(RunKey key) {
        return key.method().equals(STAMP);
    }

    private static List<CostLimit> limits(ExperimentSettings settings, MethodEntry method) {
        return method.needs(Need.BUDGET) ? settings.limits() : settings.limits().subList(0, 1);
    }

    private static List<Map<String, String>> variants(
            ExperimentSettings settings, MethodEntry method) {
        if (settings.experiment() == Experiment.FIG6 && method.id().equals("bbdropout")) {
            return KL_VALUES.stream().map(value -> Map.of(RunKey.KL, value)).toList();
        }
        if (settings.experiment() == Experiment.FIG6 && method.id().equals(STAMP)) {
            return PRUNING_EPOCHS.stream()
                    .map(value -> Map.of(RunKey.PRUNING_EPOCHS, value))
                    .toList();
        }
        return List.of(Map.of());
    }
}
