package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.RunKey;
import io.stampede.bench.experiment.RunRecord;
import io.stampede.bench.method.stamp.MaskDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How much the kept channels of two tasks differ: the Jaccard distance of the sets, over the
 * channels of all groups.
 *
 * @param method that chose the channels
 * @param first target
 * @param second target; the same one for two samples of it
 * @param distance mean over the pairs of samples, in [0, 1]
 * @param pairs number of pairs
 */
record MaskDistances(String method, String first, String second, double distance, int pairs) {

    /** Of every pair of targets and of every target with itself, method by method. */
    static List<MaskDistances> of(ExperimentOutcome outcome) {
        List<RunRecord> masks =
                outcome.records().stream().filter(run -> !run.kept().isEmpty()).toList();
        List<RunKey> methods =
                masks.stream().map(run -> withoutTarget(run.key())).distinct().toList();
        List<MaskDistances> distances = new ArrayList<>();
        for (RunKey method : methods) {
            List<RunRecord> runs =
                    masks.stream().filter(run -> withoutTarget(run.key()).equals(method)).toList();
            distances.addAll(ofMethod(outcome, method.label(), runs));
        }
        return distances;
    }

    /** Whether this is the distance between samples of one target. */
    boolean isWithin() {
        return first.equals(second);
    }

    /**
     * Mean distance between targets over that between samples of one: whether the set matters.
     * Empty where either is missing or samples do not differ at all.
     */
    static OptionalDouble ratio(List<MaskDistances> distances) {
        OptionalDouble within =
                distances.stream()
                        .filter(MaskDistances::isWithin)
                        .mapToDouble(MaskDistances::distance)
                        .average();
        OptionalDouble between =
                distances.stream()
                        .filter(distance -> !distance.isWithin())
                        .mapToDouble(MaskDistances::distance)
                        .average();
        return between.isPresent() && within.orElse(0) > 0
                ? OptionalDouble.of(between.getAsDouble() / within.getAsDouble())
                : OptionalDouble.empty();
    }

    private static List<MaskDistances> ofMethod(
            ExperimentOutcome outcome, String method, List<RunRecord> runs) {
        List<String> targets = runs.stream().map(run -> run.key().target()).distinct().toList();
        List<MaskDistances> distances = new ArrayList<>();
        for (int a = 0; a < targets.size(); a++) {
            for (int b = a; b < targets.size(); b++) {
                List<Double> pairs = pairs(runs, targets.get(a), targets.get(b));
                if (!pairs.isEmpty()) {
                    distances.add(
                            new MaskDistances(
                                    method,
                                    outcome.label(targets.get(a)),
                                    outcome.label(targets.get(b)),
                                    pairs.stream().mapToDouble(d -> d).average().orElseThrow(),
                                    pairs.size()));
                }
            }
        }
        return distances;
    }

    private static List<Double> pairs(List<RunRecord> runs, String first, String second) {
        List<Double> distances = new ArrayList<>();
        for (RunRecord one : runs) {
            for (RunRecord other : runs) {
                boolean ordered = !first.equals(second) || one.key().seed() < other.key().seed();
                if (ordered
                        && one.key().target().equals(first)
                        && other.key().target().equals(second)) {
                    distances.add(MaskDistance.jaccard(one.kept(), other.kept()));
                }
            }
        }
        return distances;
    }

    private static RunKey withoutTarget(RunKey key) {
        return new RunKey("any", 0, key.limit(), key.method(), key.variant(), 1);
    }
}
