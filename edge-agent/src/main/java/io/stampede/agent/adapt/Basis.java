package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.stampede.agent.intake.ModelId;
import io.stampede.core.StampedeException;
import java.util.Optional;

/**
 * What an adaptation was made from. Where none of it has changed, another adaptation would give the
 * same.
 *
 * @param model phi
 * @param settings how to adapt, in words that compare
 * @param signature of the private pictures, by the names, lengths and times of their files
 */
public record Basis(ModelId model, String settings, String signature) {
    /** Checks the components. */
    public Basis {
        requireNonNull(model, "model is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(signature, "signature is null");
    }

    /** Whether only the pictures may differ. */
    public boolean isOfSameSettings(Basis other) {
        return model.equals(other.model) && settings.equals(other.settings);
    }

    /** One line of text that {@link #fromJson} reads. */
    public String toJson() {
        JsonObject json = Standing.toJson(model);
        json.addProperty("settings", settings);
        json.addProperty("signature", signature);
        return json.toString();
    }

    /** Reads what {@link #toJson} wrote; empty where it is something else. */
    public static Optional<Basis> fromJson(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            return Optional.of(
                    new Basis(
                            Standing.model(json),
                            json.get("settings").getAsString(),
                            json.get("signature").getAsString()));
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | StampedeException e) {
            return Optional.empty();
        }
    }
}
