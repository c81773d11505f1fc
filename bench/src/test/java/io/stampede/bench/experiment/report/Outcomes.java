package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.CostLimit;
import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOptions;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.ExperimentSettings;
import io.stampede.bench.experiment.RunKey;
import io.stampede.bench.experiment.RunRecord;
import io.stampede.bench.experiment.TargetName;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.Methods;
import io.stampede.bench.method.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Outcomes with invented numbers: two seeds of each method, a point apart. */
final class Outcomes {
    private static final String TARGET = "cifar10:/target";

    private Outcomes() {}

    static ExperimentOutcome of(Experiment experiment, TargetName name, List<String> methods) {
        List<RunRecord> runs = new ArrayList<>();
        for (String method : methods) {
            double accuracy = 0.60 + 0.01 * methods.indexOf(method);
            runs.add(run(TARGET, method, 1, accuracy));
            runs.add(run(TARGET, method, 2, accuracy + 0.01));
        }
        return of(experiment, Map.of(TARGET, name), methods, runs);
    }

    static ExperimentOutcome of(
            Experiment experiment,
            Map<String, TargetName> targets,
            List<String> methods,
            List<RunRecord> runs) {
        return new ExperimentOutcome(
                new ExperimentSettings(
                        experiment,
                        Scale.CPU,
                        experiment.architecture(),
                        0.25,
                        methods.stream().map(Methods::of).toList(),
                        List.of(CostLimit.PAPER),
                        2,
                        false,
                        ExperimentOptions.Tuning.DEFAULT),
                Map.of("reference", "cifar100:/data", "phi_sha256", "0123456789abcdef"),
                targets,
                runs.stream().map(RunRecord::key).toList(),
                runs,
                Map.of());
    }

    /** The same with the last run gone for a reason. */
    static ExperimentOutcome withFailure(ExperimentOutcome outcome, String line) {
        List<RunRecord> left = outcome.records().subList(0, outcome.records().size() - 1);
        RunKey gone = outcome.plan().get(outcome.plan().size() - 1);
        return new ExperimentOutcome(
                outcome.settings(),
                outcome.description(),
                outcome.targetNames(),
                outcome.plan(),
                left,
                Map.of(gone, line));
    }

    static RunRecord run(String target, String method, long seed, double accuracy) {
        boolean full = method.startsWith("full");
        return new RunRecord(
                new RunKey(target, 1000, CostLimit.PAPER, method, Map.of(), seed),
                method,
                accuracy,
                full ? 100_000 : 4_000,
                full ? 1_000_000 : 250_000,
                100_000,
                1_000_000,
                full ? new MethodResult.Seconds(0, 40, 2) : new MethodResult.Seconds(1, 10, 0.5),
                Map.of(),
                Map.of("note", "with \"quotes\", and a comma"),
                Map.of("epochs", "40"),
                Map.of("date", "2026-11-22T19:00:00Z, a Sunday"));
    }

    static RunRecord withKept(RunRecord run, Map<String, List<Integer>> kept) {
        return new RunRecord(
                run.key(),
                run.title(),
                run.accuracy(),
                run.parameters(),
                run.multiplyAdds(),
                run.fullParameters(),
                run.fullMultiplyAdds(),
                run.seconds(),
                kept,
                run.notes(),
                run.settings(),
                run.provenance());
    }
}
