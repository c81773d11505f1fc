package io.stampede.bench.experiment.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A number measured several times.
 *
 * @param mean over the runs
 * @param std sample standard deviation, 0 for a single run
 * @param count number of runs
 */
record Statistic(double mean, double std, int count) {

    /** Of one property of some runs, of which there is at least one. */
    static <T> Statistic of(List<T> runs, ToDoubleFunction<T> property) {
        double mean = runs.stream().mapToDouble(property).average().orElseThrow();
        double squares =
                runs.stream()
                        .mapToDouble(property)
                        .map(value -> (value - mean) * (value - mean))
                        .sum();
        double std = runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1));
        return new Statistic(mean, std, runs.size());
    }

    /** {@code 69.26 ± 0.31}, without the second part where there was but one run. */
    String text() {
        return count < 2
                ? String.format(Locale.ROOT, "%.2f", mean)
                : String.format(Locale.ROOT, "%.2f ± %.2f", mean, std);
    }
}
