package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code results.csv}: a header, then a line for each run (RFC 4180, with line feeds). */
final class ResultsCsv {
    private ResultsCsv() {}

    static String text(ExperimentOutcome outcome) {
        List<Map<String, Object>> rows =
                outcome.records().stream().map(run -> RunColumns.of(outcome, run)).toList();
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder csv = new StringBuilder();
        csv.append(String.join(",", rows.get(0).keySet())).append('\n');
        for (Map<String, Object> row : rows) {
            csv.append(
                    row.values().stream()
                            .map(value -> cell(value.toString()))
                            .collect(Collectors.joining(",")));
            csv.append('\n');
        }
        return csv.toString();
    }

    private static String cell(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
