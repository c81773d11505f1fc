package io.stampede.bench.experiment.report;

import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.ExperimentSettings;
import io.stampede.bench.experiment.RunKey;
import io.stampede.bench.experiment.RunRecord;
import io.stampede.bench.experiment.paper.PaperRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One run as named values, strings and numbers. The names are a contract (architecture page,
 * section 6): extended freely, never renamed.
 */
final class RunColumns {
    private static final double PERCENT = 100;

    private RunColumns() {}

    /** All values, in the order of the columns; a missing number of the paper is empty. */
    static Map<String, Object> of(ExperimentOutcome outcome, RunRecord run) {
        ExperimentSettings settings = outcome.settings();
        RunKey key = run.key();
        PaperColumn column = PaperColumn.of(outcome, key.target());
        Optional<PaperRow> paper = column.comparable(key);
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("experiment", settings.experiment().id());
        columns.put("reference", outcome.description().get("reference"));
        columns.put("target", key.target());
        columns.put("target_size", key.size());
        columns.put("architecture", settings.architecture().id());
        columns.put("width", settings.width());
        columns.put("method", key.method());
        columns.put("seed", key.seed());
        columns.put("accuracy", run.accuracy());
        columns.put("parameters", run.parameters());
        columns.put("parameters_percent", run.parametersPercent());
        columns.put("multiply_adds", run.multiplyAdds());
        columns.put("multiply_adds_reduction", run.reduction());
        columns.put("search_seconds", run.seconds().search());
        columns.put("finetune_seconds", run.seconds().fineTune());
        columns.put("inference_seconds", run.seconds().inference());
        columns.put("paper_accuracy", paper.<Object>map(RunColumns::accuracy).orElse(""));
        columns.put("target_name", outcome.targetNames().get(key.target()).text());
        columns.put("variant", key.label().substring(key.method().length()).strip());
        columns.put("scale", settings.scale().id());
        columns.put("full_parameters", run.fullParameters());
        columns.put("full_multiply_adds", run.fullMultiplyAdds());
        columns.putAll(run.settings());
        columns.putAll(run.provenance());
        return columns;
    }

    private static double accuracy(PaperRow row) {
        return row.accuracyPercent() / PERCENT;
    }
}
