package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.RunRecord;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Which channels each target keeps, the first sample of each. */
final class MaskCharts {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 700;
    private static final int MARKER = 4;

    /** Share of a layer's width that its targets stand side by side in. */
    private static final double SPREAD = 0.6;

    private MaskCharts() {}

    /** Number of kept channels of each layer. */
    static Chart<?, ?> counts(ExperimentOutcome outcome) {
        List<RunRecord> masks = MaskText.firstOfEach(outcome);
        List<String> layers =
                masks.isEmpty() ? List.of("none") : List.copyOf(masks.get(0).kept().keySet());
        BarChart chart = new BarChart("Figure 5: kept channels", "kept channels", layers);
        if (masks.isEmpty()) {
            chart.add("no masks", Map.of());
        }
        for (RunRecord run : masks) {
            Map<String, Double> counts = new LinkedHashMap<>();
            run.kept().forEach((group, kept) -> counts.put(group, (double) kept.size()));
            chart.add(name(outcome, run), counts);
        }
        return chart.chart();
    }

    /** Indices of the kept channels, as in the paper: layers side by side, targets within. */
    static Chart<?, ?> channels(ExperimentOutcome outcome) {
        List<RunRecord> masks = MaskText.firstOfEach(outcome);
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title("Figure 5: indices of the kept channels")
                        .xAxisTitle("layer")
                        .yAxisTitle("channel")
                        .build();
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setMarkerSize(MARKER);
        for (int i = 0; i < masks.size(); i++) {
            double offset = SPREAD * ((i + 0.5) / masks.size() - 0.5);
            addChannels(chart, name(outcome, masks.get(i)), masks.get(i), offset);
        }
        if (masks.isEmpty()) {
            chart.addSeries("no masks", new double[] {0}, new double[] {0});
        }
        return chart;
    }

    private static void addChannels(XYChart chart, String name, RunRecord run, double offset) {
        List<Double> layers = new ArrayList<>();
        List<Integer> channels = new ArrayList<>();
        int layer = 1;
        for (List<Integer> kept : run.kept().values()) {
            for (int channel : kept) {
                layers.add(layer + offset);
                channels.add(channel);
            }
            layer++;
        }
        String free = name;
        for (int i = 2; chart.getSeriesMap().containsKey(free); i++) {
            free = name + " " + i;
        }
        chart.addSeries(free, layers, channels);
    }

    private static String name(ExperimentOutcome outcome, RunRecord run) {
        return run.key().label() + " " + MaskText.label(outcome, run);
    }
}
