package io.stampede.agent.export;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.core.tflite.Precision;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of an export.
 *
 * @param precision of the file
 * @param file the file that serves, empty where none was made or it did not pass its check
 * @param bytes its length, 0 where none was made
 * @param comparison with PyTorch, empty where it did not come to that
 * @param seconds wall-clock time of export and check
 * @param problem why there is no file, empty where there is one
 */
public record ExportOutcome(
        Precision precision,
        Optional<Path> file,
        long bytes,
        Optional<Comparison> comparison,
        double seconds,
        Optional<String> problem) {
    /** Checks that there is either a file or a problem. */
    public ExportOutcome {
        requireNonNull(precision, "precision is null");
        requireNonNull(comparison, "comparison is null");
        if (file.isPresent() == problem.isPresent()) {
            throw new IllegalArgumentException("expected either a file or a problem");
        }
    }

    /** Who serves the subnetwork now. */
    public String servingEngine() {
        return file.isPresent() ? "tflite/" + precision.id() : "pytorch";
    }

    /** The value of {@code export} in the document of {@code adapt}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("precision", precision.id());
        file.ifPresent(path -> json.addProperty("file", path.toString()));
        json.addProperty("bytes", bytes);
        comparison.ifPresent(
                found -> {
                    json.addProperty("max_logit_difference", found.maxLogitDifference());
                    json.addProperty("top1_agreement", found.top1Agreement());
                    json.addProperty("pictures", found.pictures());
                });
        json.addProperty("seconds", seconds);
        problem.ifPresent(text -> json.addProperty("problem", text));
        return json;
    }
}
