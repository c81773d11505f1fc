package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.RunRecord;
import io.stampede.bench.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Figure 5 shows, as text: kept channels of each layer, and how far masks lie apart. */
final class MaskText {
    private MaskText() {}

    static String of(ExperimentOutcome outcome) {
        List<RunRecord> masks = firstOfEach(outcome);
        if (masks.isEmpty()) {
            return "no method of this experiment chooses channels\n";
        }
        TextTable layers = new TextTable();
        List<String> header = new ArrayList<>(List.of("kept channels"));
        masks.forEach(run -> header.add(run.key().label() + " " + label(outcome, run)));
        layers.add(header);
        for (String group : masks.get(0).kept().keySet()) {
            List<String> row = new ArrayList<>(List.of(group));
            masks.forEach(run -> row.add(Integer.toString(run.kept().get(group).size())));
            layers.add(row);
        }
        TextTable distances = new TextTable();
        distances.add(List.of("Jaccard distance of kept sets", "between", "mean", "pairs"));
        List<MaskDistances> all = MaskDistances.of(outcome);
        for (MaskDistances distance : all) {
            distances.add(
                    List.of(
                            distance.method(),
                            distance.isWithin()
                                    ? "samples of " + distance.first()
                                    : distance.first() + " and " + distance.second(),
                            String.format(Locale.ROOT, "%.4f", distance.distance()),
                            Integer.toString(distance.pairs())));
        }
        String ratio =
                MaskDistances.ratio(all).stream()
                        .mapToObj(it -> String.format(Locale.ROOT, "%.2f", it))
                        .findFirst()
                        .orElse("not to be had");
        return "%s\n%s\nbetween targets over within one: %s\n"
                .formatted(layers.text(), distances.text(), ratio);
    }

    /** The first sample of each method and target, which the figure shows. */
    static List<RunRecord> firstOfEach(ExperimentOutcome outcome) {
        return outcome.records().stream()
                .filter(run -> run.key().seed() == 1 && !run.kept().isEmpty())
                .toList();
    }

    static String label(ExperimentOutcome outcome, RunRecord run) {
        return outcome.label(run.key().target());
    }
}
