package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.ExperimentSettings;
import io.stampede.bench.experiment.paper.PaperRow;
import io.stampede.bench.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code table.txt}: the paper's numbers, those measured, and the differences. */
final class ComparisonText {
    private static final String NONE = "-";
    private static final String FULL = "full_scratch";

    private final ExperimentOutcome outcome;
    private final List<String> footnotes = new ArrayList<>();

    private ComparisonText(ExperimentOutcome outcome) {
        this.outcome = outcome;
    }

    /** The whole text. */
    static String of(ExperimentOutcome outcome) {
        return new ComparisonText(outcome).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder(heading());
        List<Summary> left = new ArrayList<>(Summary.of(outcome));
        while (!left.isEmpty()) {
            Summary first = left.get(0);
            List<Summary> block = left.stream().filter(first::isOfSamePictures).toList();
            left.removeAll(block);
            text.append('\n').append(block(block));
        }
        for (int i = 0; i < footnotes.size(); i++) {
            text.append("[%d] %s\n".formatted(i + 1, footnotes.get(i)));
        }
        if (outcome.settings().experiment() == Experiment.FIG5) {
            text.append('\n').append(MaskText.of(outcome));
        }
        outcome.failures()
                .forEach(
                        (key, line) ->
                                text.append(
                                        "\nleft out: %s, seed %d: %s\n"
                                                .formatted(key.label(), key.seed(), line)));
        int missing = outcome.plan().size() - outcome.records().size();
        if (missing > 0) {
            text.append(
                    "\n%d of %d runs are not finished\n".formatted(missing, outcome.plan().size()));
        }
        return text.toString();
    }

    private String heading() {
        ExperimentSettings settings = outcome.settings();
        return String.format(
                Locale.ROOT,
                "%s: %s at width %s, scale %s, %s\n"
                        + "reference %s, phi %.12s\n"
                        + "accuracy in %% on the %s\n",
                settings.experiment().heading(),
                settings.architecture().id(),
                settings.width(),
                settings.scale().id(),
                settings.seeds() == 1 ? "1 seed" : "mean ± std of " + settings.seeds() + " seeds",
                outcome.description().get("reference"),
                outcome.description().get("phi_sha256"),
                settings.measuredOn()
                        + (settings.validation() ? ": for choosing settings alone" : ""));
    }

    private String block(List<Summary> block) {
        Summary first = block.get(0);
        PaperColumn paper = PaperColumn.of(outcome, first.key().target());
        Optional<Summary> full =
                block.stream().filter(summary -> summary.key().method().equals(FULL)).findFirst();
        TextTable table = new TextTable();
        table.add(
                List.of(
                        "method",
                        paper.title(),
                        "measured",
                        "difference",
                        "paper P",
                        "P (%)",
                        "paper x",
                        "x",
                        "paper train (h)",
                        "train (s)",
                        "speed-up",
                        "test (s)"));
        block.forEach(summary -> table.add(row(summary, paper, full)));
        return "%s, %d training pictures (%s)\n"
                        .formatted(
                                outcome.label(first.key().target()),
                                first.key().size(),
                                first.key().target())
                + table.text();
    }

    private List<String> row(Summary summary, PaperColumn paper, Optional<Summary> full) {
        Optional<PaperRow> row = paper.row(summary.key());
        Optional<PaperRow> comparable = paper.comparable(summary.key());
        return List.of(
                outcome.label(summary.key()),
                row.map(PaperColumn::accuracy).orElse(NONE),
                summary.isTrained() ? summary.accuracyPercent().text() : "untrained",
                comparable
                        .filter(it -> summary.isTrained())
                        .map(it -> difference(summary, it))
                        .orElse(NONE),
                row.map(it -> number("%.2f", it.parametersPercent()) + mark(it)).orElse(NONE),
                number("%.2f", summary.parametersPercent().mean()),
                row.map(it -> number("%.2f", it.reduction())).orElse(NONE),
                number("%.2f", summary.reduction().mean()),
                row.map(it -> number("%.2f", it.trainHours())).orElse(NONE),
                number("%.1f", summary.trainSeconds().mean()),
                full.map(it -> speedUp(it, summary)).orElse(NONE),
                number("%.2f", summary.inferenceSeconds().mean()));
    }

    private static String difference(Summary summary, PaperRow row) {
        return String.format(
                Locale.ROOT, "%+.2f", summary.accuracyPercent().mean() - row.accuracyPercent());
    }

    private static String speedUp(Summary full, Summary summary) {
        double seconds = summary.trainSeconds().mean();
        return seconds > 0 ? number("x%.2f", full.trainSeconds().mean() / seconds) : NONE;
    }

    /** Numbers of the paper that cannot be taken as they stand get a footnote. */
    private String mark(PaperRow row) {
        if (row.note().isEmpty()) {
            return "";
        }
        String note = "the paper's row: " + row.note();
        if (!footnotes.contains(note)) {
            footnotes.add(note);
        }
        return " [%d]".formatted(footnotes.indexOf(note) + 1);
    }

    private static String number(String format, OptionalDouble value) {
        return value.isPresent() ? number(format, value.getAsDouble()) : NONE;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
