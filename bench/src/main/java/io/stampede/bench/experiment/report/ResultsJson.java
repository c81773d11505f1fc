package io.stampede.bench.experiment.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.stampede.bench.experiment.Experiment;
import io.stampede.bench.experiment.ExperimentOutcome;
import io.stampede.bench.experiment.RunRecord;
import java.util.List;

/** {@code results.json}: every run with kept channels and notes, and the means over seeds. */
final class ResultsJson {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private ResultsJson() {}

    static String text(ExperimentOutcome outcome) {
        JsonObject document = new JsonObject();
        document.addProperty("experiment", outcome.settings().experiment().id());
        document.addProperty("complete", outcome.isComplete());
        document.add("settings", JSON.toJsonTree(outcome.description()));
        JsonArray runs = new JsonArray();
        outcome.records().forEach(run -> runs.add(run(outcome, run)));
        document.add("runs", runs);
        JsonArray summaries = new JsonArray();
        Summary.of(outcome).forEach(summary -> summaries.add(summary(outcome, summary)));
        document.add("summary", summaries);
        if (outcome.settings().experiment() == Experiment.FIG5) {
            document.add("masks", masks(MaskDistances.of(outcome)));
        }
        JsonArray failures = new JsonArray();
        outcome.failures()
                .forEach(
                        (key, line) -> {
                            JsonObject failure = new JsonObject();
                            failure.addProperty("run", key.label());
                            failure.addProperty("seed", key.seed());
                            failure.addProperty("error", line);
                            failures.add(failure);
                        });
        document.add("failures", failures);
        return JSON.toJson(document) + "\n";
    }

    private static JsonObject run(ExperimentOutcome outcome, RunRecord run) {
        JsonObject object = JSON.toJsonTree(RunColumns.of(outcome, run)).getAsJsonObject();
        object.add("kept", JSON.toJsonTree(run.kept()));
        object.add("notes", JSON.toJsonTree(run.notes()));
        return object;
    }

    private static JsonObject masks(List<MaskDistances> distances) {
        JsonObject object = new JsonObject();
        object.add("jaccard_distances", JSON.toJsonTree(distances));
        MaskDistances.ratio(distances)
                .ifPresent(ratio -> object.addProperty("between_over_within", ratio));
        return object;
    }

    private static JsonObject summary(ExperimentOutcome outcome, Summary summary) {
        PaperColumn paper = PaperColumn.of(outcome, summary.key().target());
        JsonObject object = new JsonObject();
        object.addProperty("method", summary.key().method());
        object.addProperty("label", summary.key().label());
        object.addProperty("target", summary.key().target());
        object.addProperty("target_size", summary.key().size());
        object.addProperty("limit", summary.key().limit().toString());
        object.add("accuracy_percent", JSON.toJsonTree(summary.accuracyPercent()));
        object.add("parameters_percent", JSON.toJsonTree(summary.parametersPercent()));
        object.add("multiply_adds_reduction", JSON.toJsonTree(summary.reduction()));
        object.add("train_seconds", JSON.toJsonTree(summary.trainSeconds()));
        object.add("inference_seconds", JSON.toJsonTree(summary.inferenceSeconds()));
        paper.comparable(summary.key())
                .ifPresent(
                        row -> {
                            object.addProperty("paper_accuracy_percent", row.accuracyPercent());
                            object.addProperty(
                                    "difference_points",
                                    summary.accuracyPercent().mean() - row.accuracyPercent());
                        });
        return object;
    }
}
