package io.stampede.bench.experiment.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Curves through points, one for each series, from left to right. */
final class CurveChart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final int MARKER = 8;

    private final XYChart chart;
    private final Map<String, List<Point>> series = new LinkedHashMap<>();

    private record Point(double x, double y) {}

    CurveChart(String title, String xAxis, String yAxis) {
        this.chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(xAxis)
                        .yAxisTitle(yAxis)
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setMarkerSize(MARKER);
    }

    /** Adds a point to the series of that name. */
    void add(String name, double x, double y) {
        series.computeIfAbsent(name, it -> new ArrayList<>()).add(new Point(x, y));
    }

    /** The same chart with a logarithmic axis of x, all of which must be positive. */
    CurveChart logarithmic() {
        chart.getStyler().setXAxisLogarithmic(true);
        return this;
    }

    Chart<?, ?> chart() {
        series.forEach(
                (name, points) -> {
                    points.sort(Comparator.comparingDouble(Point::x));
                    chart.addSeries(
                            name,
                            points.stream().mapToDouble(Point::x).toArray(),
                            points.stream().mapToDouble(Point::y).toArray());
                });
        return chart;
    }
}
