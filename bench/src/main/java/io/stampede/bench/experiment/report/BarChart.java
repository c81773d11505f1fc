package io.stampede.bench.experiment.report;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Bars over labels, one colour for each series. */
final class BarChart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final int SLANT = 45;

    private final CategoryChart chart;
    private final List<String> labels;

    BarChart(String title, String axis, List<String> labels) {
        this.labels = List.copyOf(labels);
        this.chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .yAxisTitle(axis)
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setXAxisLabelRotation(SLANT);
    }

    /** Adds a series; a label without a value has a bar of no height. */
    void add(String name, Map<String, Double> values) {
        String free = name;
        for (int i = 2; chart.getSeriesMap().containsKey(free); i++) {
            free = name + " " + i;
        }
        chart.addSeries(
                free, labels, labels.stream().map(it -> values.getOrDefault(it, 0.0)).toList());
    }

    Chart<?, ?> chart() {
        return chart;
    }
}
