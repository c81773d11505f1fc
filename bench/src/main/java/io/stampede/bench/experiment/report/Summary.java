package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.RunKey;
import io.stampede.bench.experiment.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of one method on one task, all seeds together.
 *
 * @param key of the first run
 * @param accuracyPercent over the seeds
 * @param parametersPercent over the seeds
 * @param reduction of multiply-adds, over the seeds
 * @param trainSeconds search and fine-tuning, over the seeds
 * @param inferenceSeconds the whole test split, over the seeds
 * @param isTrained whether accuracies mean anything: masks alone need no training
 */
record Summary(
        RunKey key,
        Statistic accuracyPercent,
        Statistic parametersPercent,
        Statistic reduction,
        Statistic trainSeconds,
        Statistic inferenceSeconds,
        boolean isTrained) {
    private static final double PERCENT = 100;

    /** Of all that is finished, in the order of the plan. */
    static List<Summary> of(ExperimentOutcome outcome) {
        Map<RunKey, List<RunRecord>> groups = new LinkedHashMap<>();
        for (RunRecord run : outcome.records()) {
            groups.computeIfAbsent(run.key().withSeed(1), key -> new ArrayList<>()).add(run);
        }
        List<Summary> summaries = new ArrayList<>();
        groups.forEach((key, runs) -> summaries.add(of(key, runs)));
        return summaries;
    }

    private static Summary of(RunKey key, List<RunRecord> runs) {
        return new Summary(
                key,
                Statistic.of(runs, run -> PERCENT * run.accuracy()),
                Statistic.of(runs, RunRecord::parametersPercent),
                Statistic.of(runs, RunRecord::reduction),
                Statistic.of(runs, run -> run.seconds().total()),
                Statistic.of(runs, run -> run.seconds().inference()),
                runs.stream().noneMatch(run -> "0".equals(run.settings().get("epochs"))));
    }

    /** Whether two are of the same pictures. */
    boolean isOfSamePictures(Summary other) {
        return key.target().equals(other.key.target()) && key.size() == other.key.size();
    }
}
