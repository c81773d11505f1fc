package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.RunKey;
import io.stampede.bench.experiment.TargetName;
import io.stampede.bench.experiment.paper.PaperNumbers;
import io.stampede.bench.experiment.paper.PaperRow;
import java.util.Locale;
import java.util.Optional;

/**
 * The paper's numbers for one target: those of the same dataset, or those in whose place it stands.
 *
 * @param experiment which table or figure
 * @param dataset of the paper
 * @param isComparable whether the target is that dataset and the network the paper's, so that
 *     differences mean something
 */
record PaperColumn(Experiment experiment, String dataset, boolean isComparable) {

    /** What stands beside a target's measurements. */
    static PaperColumn of(ExperimentOutcome outcome, String target) {
        Experiment experiment = outcome.settings().experiment();
        String name = outcome.targetNames().get(target).text();
        String dataset = dataset(experiment, name);
        boolean same =
                name.equals(dataset)
                        && outcome.settings().architecture() == experiment.architecture();
        return new PaperColumn(experiment, dataset, same);
    }

    private static String dataset(Experiment experiment, String target) {
        return switch (experiment) {
            case TABLE1 ->
                    target.equals(TargetName.SVHN) || target.equals(TargetName.GTSRB)
                            ? TargetName.SVHN
                            : TargetName.CIFAR10;
            case TABLE2, FIG3, FIG4, FIG5 -> TargetName.CIFAR10;
            case TABLE3, FIG6 -> TargetName.SVHN;
        };
    }

    /** {@code paper (SVHN)}. */
    String title() {
        return "paper (" + dataset + ")";
    }

    /** The paper's row for a run, whatever its target. */
    Optional<PaperRow> row(RunKey key) {
        String rows = dataset.equals(TargetName.SVHN) ? "svhn" : "cifar10";
        return switch (experiment) {
            case TABLE1 -> PaperNumbers.ofTable(1, rows, key.method());
            case TABLE2 -> PaperNumbers.ofTable(2, rows, key.method());
            case TABLE3 -> PaperNumbers.ofTable(3, rows, key.method());
            case FIG4 -> PaperNumbers.ofFigure4(key.size(), key.method());
            case FIG6 -> PaperNumbers.ofFigure6(key.method(), key.variant());
            case FIG3, FIG5 -> Optional.empty();
        };
    }

    /** The paper's row for a run of the same dataset and network. */
    Optional<PaperRow> comparable(RunKey key) {
        return isComparable ? row(key) : Optional.empty();
    }

    /** Mean and, where printed, standard deviation. */
    static String accuracy(PaperRow row) {
        String mean = String.format(Locale.ROOT, "%.2f", row.accuracyPercent());
        return row.accuracyStd().isPresent()
                ? String.format(Locale.ROOT, "%s ± %.2f", mean, row.accuracyStd().getAsDouble())
                : mean;
    }
}
