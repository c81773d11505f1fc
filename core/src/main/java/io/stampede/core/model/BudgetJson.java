package io.stampede.core.model;

import com.google.gson.JsonObject;
import io.stampede.core.prune.Budget;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A {@link Budget} as JSON; a limit that is absent is no limit. */
public final class BudgetJson {
    private static final String PARAMETERS = "max_parameters";
    private static final String MULTIPLY_ADDS = "max_multiply_adds";
    private static final String TRAINING_BYTES = "max_training_bytes";

    private static final String LATENCY = "max_latency_ms";

    private BudgetJson() {}

    /** The JSON that subnetwork files, reports and commands carry. */
    public static String write(Budget budget) {
        JsonObject json = new JsonObject();
        budget.maxParameters().ifPresent(limit -> json.addProperty(PARAMETERS, limit));
        budget.maxMultiplyAdds().ifPresent(limit -> json.addProperty(MULTIPLY_ADDS, limit));
        budget.maxTrainingBytes().ifPresent(limit -> json.addProperty(TRAINING_BYTES, limit));
        budget.maxLatencyMillis().ifPresent(limit -> json.addProperty(LATENCY, limit));
        return json.toString();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param where names the text in messages
     * @throws io.stampede.core.StampedeException {@code MODEL_CORRUPT} where it is no budget
     */
    public static Budget read(String text, String where) {
        JsonObject json = Json.object(text, where);
        return new Budget(
                limit(json, PARAMETERS, where),
                limit(json, MULTIPLY_ADDS, where),
                limit(json, TRAINING_BYTES, where),
                json.has(LATENCY)
                        ? OptionalDouble.of(Json.number(json.get(LATENCY), where + " " + LATENCY))
                        : OptionalDouble.empty());
    }

    private static OptionalLong limit(JsonObject json, String key, String where) {
        return json.has(key)
                ? OptionalLong.of(Json.integer(json.get(key), where + " " + key))
                : OptionalLong.empty();
    }
}
