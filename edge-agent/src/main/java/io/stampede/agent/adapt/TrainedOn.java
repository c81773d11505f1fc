package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;

/**
 * What the last adaptation that came to a conclusion was made from.
 *
 * @param basis of it
 * @param dataSha256 digest of the pictures, empty where it could not be had
 */
public record TrainedOn(Basis basis, Optional<String> dataSha256) {
    /** Checks the components. */
    public TrainedOn {
        requireNonNull(basis, "basis is null");
        requireNonNull(dataSha256, "data sha256 is null");
    }

    /** One line of text that {@link #fromJson} reads. */
    public String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("basis", basis.toJson());
        dataSha256.ifPresent(digest -> json.addProperty("data_sha256", digest));
        return json.toString();
    }

    /** Reads what {@link #toJson} wrote; empty where it is something else. */
    public static Optional<TrainedOn> fromJson(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            Optional<String> digest =
                    json.has("data_sha256")
                            ? Optional.of(json.get("data_sha256").getAsString())
                            : Optional.empty();
            return Basis.fromJson(json.get("basis").getAsString())
                    .map(basis -> new TrainedOn(basis, digest));
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
