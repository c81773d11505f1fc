package io.stampede.agent.adapt;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.adapt.PhaseSeconds;
import io.stampede.core.model.BudgetJson;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.SmallestBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The JSON document of {@code adapt --output json}: written by the command, read by the daemon.
 *
 * <p>Its keys are a contract (architecture page, section 6): extended freely, never renamed.
 */
public final class AdaptationDocument {
    /** Accuracy of what serves, on the same held-out pictures. */
    public static final String INCUMBENT_ACCURACY = "incumbent_accuracy";

    /** Digest of the private pictures. */
    public static final String DATA_SHA256 = "data_sha256";

    /** True where the pictures were those of last time, so that nothing was made. */
    public static final String UNCHANGED = "unchanged";

    private static final String SMALLEST_BUDGET = "smallest_budget";

    private AdaptationDocument() {}

    /** Writes what an adaptation gave. */
    public static JsonObject write(AdaptationResult result, Budget budget) {
        JsonObject document = new JsonObject();
        document.addProperty("parameters", result.cost().parameters());
        document.addProperty("multiply_adds", result.cost().multiplyAdds());
        document.addProperty("full_parameters", result.fullCost().parameters());
        document.addProperty("full_multiply_adds", result.fullCost().multiplyAdds());
        document.add("kept", kept(result.kept()));
        if (Double.isNaN(result.accuracy())) {
            document.add("accuracy", JsonNull.INSTANCE);
        } else {
            document.addProperty("accuracy", result.accuracy());
        }
        document.addProperty("training_images", result.trainingImages());
        document.addProperty("validation_images", result.validationImages());
        document.add("seconds", seconds(result.seconds()));
        document.addProperty("peak_tensor_bytes", result.peakTensorBytes());
        document.addProperty("peak_resident_bytes", result.peakResidentBytes());
        document.addProperty("batch_size", result.training().batchSize());
        document.addProperty("accumulated_batches", result.training().accumulatedBatches());
        document.addProperty("predicted_training_bytes", result.training().predictedBytes());
        document.add("predicted_latency_ms", number(result.latency().predicted()));
        document.add("measured_latency_ms", number(result.latency().measured()));
        document.add("budget", JsonParser.parseString(BudgetJson.write(budget)));
        document.addProperty("subnetwork", result.subnetwork().toString());
        return document;
    }

    /**
     * Reads what a child process wrote.
     *
     * @throws StampedeException with {@link ErrorCode#INTERNAL} where it is no such document
     */
    public static AdaptationSummary read(String text) {
        try {
            JsonObject document = JsonParser.parseString(text).getAsJsonObject();
            JsonElement accuracy = document.get("accuracy");
            return new AdaptationSummary(
                    document.get("parameters").getAsLong(),
                    document.get("multiply_adds").getAsLong(),
                    document.get("full_parameters").getAsLong(),
                    document.get("full_multiply_adds").getAsLong(),
                    keptCounts(document.getAsJsonObject("kept")),
                    accuracy.isJsonNull()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(accuracy.getAsDouble()),
                    document.get("training_images").getAsInt(),
                    document.get("validation_images").getAsInt(),
                    seconds(document.getAsJsonObject("seconds")),
                    document.get("peak_tensor_bytes").getAsLong(),
                    document.get("peak_resident_bytes").getAsLong(),
                    details(document));
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | NumberFormatException
                | UnsupportedOperationException
                | ClassCastException e) {
            throw new StampedeException(
                    ErrorCode.INTERNAL,
                    "expected the JSON document of adapt, found %d other characters"
                            .formatted(text.length()),
                    e);
        }
    }

    /** Whether an adaptation found the pictures unchanged and made nothing. */
    static boolean isUnchanged(String text) {
        try {
            JsonElement unchanged = JsonParser.parseString(text).getAsJsonObject().get(UNCHANGED);
            return unchanged != null && unchanged.getAsBoolean();
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Reads a document that may have been cut off. */
    public static Optional<AdaptationSummary> tryToRead(String text) {
        try {
            return Optional.of(read(text));
        } catch (StampedeException e) {
            return Optional.empty();
        }
    }

    /** Writes why a budget was refused: the smallest that would do. */
    public static JsonObject refusal(StampedeException refused, Budget budget) {
        JsonObject document = new JsonObject();
        document.addProperty("error_code", refused.code().number());
        document.add("budget", JsonParser.parseString(BudgetJson.write(budget)));
        refused.detail(SmallestBudget.class)
                .map(smallest -> JsonParser.parseString(BudgetJson.write(smallest.budget())))
                .ifPresent(smallest -> document.add(SMALLEST_BUDGET, smallest));
        return document;
    }

    /**
     * Reads the smallest budget that would do out of a refusal, empty where the text is none; in it
     * each limit is the least by itself.
     */
    public static Optional<Budget> smallestBudget(String text) {
        try {
            JsonElement smallest =
                    JsonParser.parseString(text).getAsJsonObject().get(SMALLEST_BUDGET);
            return smallest == null
                    ? Optional.empty()
                    : Optional.of(BudgetJson.read(smallest.toString(), SMALLEST_BUDGET));
        } catch (JsonParseException | IllegalStateException | StampedeException e) {
            return Optional.empty();
        }
    }

    private static AdaptationDetails details(JsonObject document) {
        return new AdaptationDetails(
                number(document, INCUMBENT_ACCURACY),
                document.has(DATA_SHA256)
                        ? Optional.of(document.get(DATA_SHA256).getAsString())
                        : Optional.empty(),
                number(document, "predicted_latency_ms"),
                number(document, "measured_latency_ms"),
                (int) number(document, "batch_size").orElse(0),
                (int) number(document, "accumulated_batches").orElse(0),
                (long) number(document, "predicted_training_bytes").orElse(0),
                engine(document));
    }

    private static OptionalDouble number(JsonObject document, String key) {
        return document.has(key) && !document.get(key).isJsonNull()
                ? OptionalDouble.of(document.get(key).getAsDouble())
                : OptionalDouble.empty();
    }

    private static String engine(JsonObject document) {
        JsonElement export = document.get("export");
        boolean exported =
                export != null && export.isJsonObject() && export.getAsJsonObject().has("file");
        return exported
                ? "tflite/" + export.getAsJsonObject().get("precision").getAsString()
                : "pytorch";
    }

    private static JsonElement number(OptionalDouble value) {
        return value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE;
    }

    private static JsonObject kept(Map<String, List<Integer>> kept) {
        JsonObject gates = new JsonObject();
        kept.forEach(
                (gate, indices) -> {
                    JsonArray array = new JsonArray(indices.size());
                    indices.forEach(array::add);
                    gates.add(gate, array);
                });
        return gates;
    }

    private static Map<String, Integer> keptCounts(JsonObject kept) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        kept.entrySet()
                .forEach(
                        gate -> counts.put(gate.getKey(), gate.getValue().getAsJsonArray().size()));
        return counts;
    }

    private static JsonObject seconds(PhaseSeconds seconds) {
        JsonObject object = new JsonObject();
        object.addProperty("encode", seconds.encode());
        object.addProperty("score", seconds.score());
        object.addProperty("gather", seconds.gather());
        object.addProperty("prune", seconds.prune());
        object.addProperty("finetune", seconds.finetune());
        object.addProperty("total", seconds.total());
        return object;
    }

    private static PhaseSeconds seconds(JsonObject object) {
        return new PhaseSeconds(
                object.get("encode").getAsDouble(),
                object.get("score").getAsDouble(),
                object.get("gather").getAsDouble(),
                object.get("prune").getAsDouble(),
                object.get("finetune").getAsDouble(),
                object.get("total").getAsDouble());
    }
}
