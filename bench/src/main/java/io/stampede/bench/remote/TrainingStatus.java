package io.stampede.bench.remote;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Locale;

/**
 * A meta-training as the server shows it.
 *
 * @param state queued, running, succeeded, failed or cancelled
 * @param phase stage under way, empty before the first
 * @param step steps done in this phase
 * @param steps steps of this phase in all, 0 where nobody knows
 * @param detail numbers for people
 */
public record TrainingStatus(String state, String phase, long step, long steps, String detail) {
    /** Checks the components. */
    public TrainingStatus {
        requireNonNull(state, "state is null");
        requireNonNull(phase, "phase is null");
        requireNonNull(detail, "detail is null");
    }

    /**
     * Reads the server's document.
     *
     * @throws StampedeException with the server's code where the training failed or was cancelled
     */
    static TrainingStatus of(JsonObject json) {
        String state = MetaServerClient.text(json, "state").orElse("");
        if (state.equals("failed") || state.equals("cancelled")) {
            throw failure(state, json);
        }
        return new TrainingStatus(
                state,
                MetaServerClient.text(json, "phase").orElse(""),
                (long) number(json, "step", 0),
                (long) number(json, "steps", 0),
                detail(json));
    }

    /** Whether the model is trained, registered and published. */
    public boolean succeeded() {
        return state.equals("succeeded");
    }

    private static String detail(JsonObject progress) {
        StringBuilder detail = new StringBuilder();
        append(detail, "loss %.3f ", number(progress, "loss", Double.NaN));
        append(detail, "accuracy %.3f ", number(progress, "accuracy", Double.NaN));
        append(detail, "%.0f pictures/s ", number(progress, "images_per_second", Double.NaN));
        append(detail, "%.0f s left", number(progress, "eta_seconds", Double.NaN));
        return detail.toString().trim();
    }

    private static void append(StringBuilder target, String format, double value) {
        if (!Double.isNaN(value)) {
            target.append(String.format(Locale.ROOT, format, value));
        }
    }

    private static double number(JsonObject object, String key, double otherwise) {
        JsonElement value = object.get(key);
        return value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()
                ? otherwise
                : value.getAsDouble();
    }

    private static StampedeException failure(String state, JsonObject json) {
        JsonElement error = json.get("error");
        JsonObject reason =
                error != null && error.isJsonObject() ? error.getAsJsonObject() : new JsonObject();
        ErrorCode code =
                MetaServerClient.text(reason, "code")
                        .map(MetaServerClient::code)
                        .orElse(ErrorCode.CANCELLED);
        return new StampedeException(
                code,
                "the meta-training ended as %s: %s"
                        .formatted(
                                state,
                                MetaServerClient.text(reason, "message")
                                        .orElse("somebody asked for it")));
    }
}
