package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.core.model.WholeFile;
import java.nio.file.Path;

/** Writes what an experiment leaves into its directory, each file aside and then renamed. */
public final class Results {
    /** The runs, for spreadsheets. */
    public static final String CSV = "results.csv";

    /** The runs, for programs. */
    public static final String JSON = "results.json";

    /** The comparison, for people. */
    public static final String TABLE = "table.txt";

    private Results() {}

    /**
     * Writes numbers and table of what is finished so far.
     *
     * @throws io.stampede.core.StampedeException {@code STORAGE_FAILED}
     */
    public static void write(ExperimentOutcome outcome, Path directory) {
        WholeFile.write(directory.resolve(CSV), ResultsCsv.text(outcome));
        WholeFile.write(directory.resolve(JSON), ResultsJson.text(outcome));
        WholeFile.write(directory.resolve(TABLE), table(outcome));
    }

    /**
     * Writes the charts, as SVG and PNG.
     *
     * @throws io.stampede.core.StampedeException {@code STORAGE_FAILED}
     */
    public static void draw(ExperimentOutcome outcome, Path directory) {
        Figures.of(outcome).forEach((name, chart) -> ChartFile.write(chart, directory, name));
    }

    /** The comparison, for people. */
    public static String table(ExperimentOutcome outcome) {
        return ComparisonText.of(outcome);
    }
}
