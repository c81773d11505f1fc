package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.paper.PaperNumbers;
import io.stampede.bench.experiment.paper.PaperRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.internal.chartpart.Chart;

/** Which charts each experiment is shown by. */
final class Figures {
    private final ExperimentOutcome outcome;
    private final List<Summary> summaries;
    private final Map<String, Chart<?, ?>> charts = new LinkedHashMap<>();

    private Figures(ExperimentOutcome outcome) {
        this.outcome = outcome;
        this.summaries = Summary.of(outcome);
    }

    /** Charts by the name of their files, none where no run is finished. */
    static Map<String, Chart<?, ?>> of(ExperimentOutcome outcome) {
        Figures figures = new Figures(outcome);
        if (!figures.summaries.isEmpty()) {
            figures.draw();
        }
        return figures.charts;
    }

    private void draw() {
        String id = outcome.settings().experiment().id();
        switch (outcome.settings().experiment()) {
            case TABLE1, TABLE2, TABLE3 -> charts.put(id, bars());
            case FIG3 -> {
                charts.put(id + "-parameters", overParameters());
                charts.put(
                        id + "-multiply-adds",
                        curves("reduction of multiply-adds", it -> it.reduction().mean()).chart());
                charts.put(
                        id + "-time",
                        curves("search and fine-tuning (s)", it -> it.trainSeconds().mean())
                                .chart());
            }
            case FIG4 -> charts.put(id, overPictures());
            case FIG5 -> {
                charts.put(id, MaskCharts.counts(outcome));
                charts.put(id + "-channels", MaskCharts.channels(outcome));
            }
            case FIG6 -> charts.put(id, overParameters());
        }
    }

    /** A bar for each method, the paper's beside those measured. */
    private Chart<?, ?> bars() {
        Set<String> labels = new LinkedHashSet<>();
        summaries.forEach(summary -> labels.add(outcome.label(summary.key())));
        BarChart chart = new BarChart(title(), "accuracy (%)", List.copyOf(labels));
        for (String target : targets()) {
            Map<String, Double> measured = new LinkedHashMap<>();
            Map<String, Double> paper = new LinkedHashMap<>();
            PaperColumn column = PaperColumn.of(outcome, target);
            for (Summary summary : of(target)) {
                measured.put(outcome.label(summary.key()), summary.accuracyPercent().mean());
                column.row(summary.key())
                        .ifPresent(
                                row ->
                                        paper.put(
                                                outcome.label(summary.key()),
                                                row.accuracyPercent()));
            }
            chart.add(outcome.label(target) + " " + of(target).get(0).key().size(), measured);
            if (!paper.isEmpty()) {
                chart.add(column.title(), paper);
            }
        }
        return chart.chart();
    }

    private Chart<?, ?> overParameters() {
        CurveChart chart = curves("parameters left (%)", it -> it.parametersPercent().mean());
        for (String target : targets()) {
            PaperColumn column = PaperColumn.of(outcome, target);
            for (Summary summary : of(target)) {
                Optional<PaperRow> row = column.comparable(summary.key());
                row.filter(it -> it.parametersPercent().isPresent())
                        .ifPresent(
                                it ->
                                        chart.add(
                                                column.title() + " " + summary.key().method(),
                                                it.parametersPercent().getAsDouble(),
                                                it.accuracyPercent()));
            }
        }
        return chart.logarithmic().chart();
    }

    private Chart<?, ?> overPictures() {
        CurveChart chart = curves("training pictures", it -> it.key().size());
        for (String target : targets()) {
            PaperColumn column = PaperColumn.of(outcome, target);
            if (column.isComparable()) {
                List<String> methods =
                        of(target).stream().map(it -> it.key().method()).distinct().toList();
                for (String method : methods) {
                    PaperNumbers.curveOfFigure4(method)
                            .forEach((x, y) -> chart.add(column.title() + " " + method, x, y));
                }
            }
        }
        return chart.logarithmic().chart();
    }

    /** A curve for each method and target: one point for each budget, size or variant. */
    private CurveChart curves(String axis, ToDoubleFunction<Summary> x) {
        CurveChart chart = new CurveChart(title(), axis, "accuracy (%)");
        for (Summary summary : summaries) {
            String target = outcome.label(summary.key().target());
            String name = summary.key().method();
            chart.add(
                    targets().size() == 1 ? name : name + " " + target,
                    x.applyAsDouble(summary),
                    summary.accuracyPercent().mean());
        }
        return chart;
    }

    private String title() {
        return "%s: %s at width %s, scale %s, %s%s"
                .formatted(
                        outcome.settings().experiment().heading(),
                        outcome.settings().architecture().id(),
                        outcome.settings().width(),
                        outcome.settings().scale().id(),
                        String.join(", ", targets().stream().map(outcome::label).toList()),
                        outcome.settings().validation() ? " (validation)" : "");
    }

    private List<String> targets() {
        return summaries.stream().map(summary -> summary.key().target()).distinct().toList();
    }

    private List<Summary> of(String target) {
        List<Summary> all = new ArrayList<>(summaries);
        all.removeIf(summary -> !summary.key().target().equals(target));
        return all;
    }
}
