package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.core.StampedeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a model came to be, kept inside the model: enough to train it again.
 *
 * @param codeVersion version of Stampede that trained it
 * @param dataSha256 digest of the reference data, as {@code ImageDataset.sha256()} gives it
 * @param hyperparameters every setting that decided the result, by name
 * @param seed decided every random choice
 * @param engine tensor engine with its version
 * @param parentVersion version of the model that training started from, empty for none
 */
public record Provenance(
        String codeVersion,
        String dataSha256,
        Map<String, String> hyperparameters,
        long seed,
        String engine,
        OptionalLong parentVersion) {
    /** Of a file that does not tell, made by another program. */
    public static final Provenance UNKNOWN =
            new Provenance("unknown", "unknown", Map.of(), 0, "unknown", OptionalLong.empty());

    /** Checks and copies. */
    public Provenance {
        requireNonNull(codeVersion, "codeVersion is null");
        requireNonNull(dataSha256, "dataSha256 is null");
        requireNonNull(engine, "engine is null");
        requireNonNull(parentVersion, "parentVersion is null");
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
    }

    /** The JSON that files and the registry carry. */
    public String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("code_version", codeVersion);
        json.addProperty("data_sha256", dataSha256);
        JsonObject settings = new JsonObject();
        hyperparameters.forEach(settings::addProperty);
        json.add("hyperparameters", settings);
        json.addProperty("seed", seed);
        json.addProperty("engine", engine);
        parentVersion.ifPresent(version -> json.addProperty("parent_version", version));
        return json.toString();
    }

    /**
     * Reads what {@link #toJson()} wrote; keys that it does not know are ignored.
     *
     * @throws StampedeException {@code MODEL_CORRUPT}
     */
    public static Provenance fromJson(String text) {
        JsonObject json = Json.object(text, "provenance");
        Map<String, String> settings = new LinkedHashMap<>();
        if (json.has("hyperparameters")) {
            Json.object(json.get("hyperparameters"), "provenance hyperparameters")
                    .asMap()
                    .forEach(
                            (name, value) ->
                                    settings.put(name, Json.text(value, "provenance " + name)));
        }
        return new Provenance(
                Json.text(json.get("code_version"), "provenance code_version"),
                Json.text(json.get("data_sha256"), "provenance data_sha256"),
                settings,
                Json.integer(json.get("seed"), "provenance seed"),
                Json.text(json.get("engine"), "provenance engine"),
                json.has("parent_version")
                        ? OptionalLong.of(
                                Json.integer(
                                        json.get("parent_version"), "provenance parent_version"))
                        : OptionalLong.empty());
    }
}
