package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.agent.intake.ModelId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which slot serves and how that came about: the content of the file {@code slots/current}.
 *
 * @param serving what serves, empty after a rollback to nothing
 * @param previous what a rollback returns to
 * @param cause of the last switch
 * @param rejected the model that a rollback took out of service
 * @param switchId names the last switch, empty where an older agent made it
 * @param since when the last switch was
 * @param why what serves does so, for people
 */
public record Standing(
        Optional<Held> serving,
        Optional<Held> previous,
        Cause cause,
        Optional<ModelId> rejected,
        String switchId,
        Instant since,
        String why) {
    /** Why a slot was switched to. */
    public enum Cause {
        /** It had just been adapted and passed the gate. */
        ADAPTED,
        /** What came after it did harm. */
        ROLLED_BACK;

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A slot and what it holds.
     *
     * @param slot its name, {@code a} or {@code b}
     * @param model that its subnetwork was made from
     */
    public record Held(String slot, ModelId model) {
        /** Checks the components. */
        public Held {
            requireNonNull(slot, "slot is null");
            requireNonNull(model, "model is null");
            if (!slot.equals("a") && !slot.equals("b")) {
                throw new IllegalArgumentException("expected slot a or b, found another name");
            }
        }
    }

    /** Checks the components. */
    public Standing {
        requireNonNull(serving, "serving is null");
        requireNonNull(previous, "previous is null");
        requireNonNull(cause, "cause is null");
        requireNonNull(rejected, "rejected is null");
        requireNonNull(switchId, "switch id is null");
        requireNonNull(since, "since is null");
        requireNonNull(why, "why is null");
    }

    /** The same, with nothing to return to. */
    Standing withoutPrevious() {
        return new Standing(serving, Optional.empty(), cause, rejected, switchId, since, why);
    }

    /** The same for another reason. */
    Standing because(String reason) {
        return new Standing(serving, previous, cause, rejected, switchId, since, reason);
    }

    JsonObject toJson() {
        JsonObject json = serving.map(Standing::toJson).orElseGet(JsonObject::new);
        json.addProperty("cause", cause.id());
        json.addProperty("switch", switchId);
        json.addProperty("since", since.toString());
        json.addProperty("why", why);
        previous.ifPresent(held -> json.add("previous", toJson(held)));
        rejected.ifPresent(model -> json.add("rejected", toJson(model)));
        return json;
    }

    /** Reads the file of this version and of those before, which named no cause. */
    static Standing fromJson(String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        return new Standing(
                json.has("slot") ? Optional.of(held(json)) : Optional.empty(),
                object(json, "previous").map(Standing::held),
                text(json, "cause").equals(Cause.ROLLED_BACK.id())
                        ? Cause.ROLLED_BACK
                        : Cause.ADAPTED,
                object(json, "rejected").map(Standing::model),
                text(json, "switch"),
                json.has("since") ? Instant.parse(text(json, "since")) : Instant.EPOCH,
                text(json, "why"));
    }

    static JsonObject toJson(ModelId model) {
        JsonObject json = new JsonObject();
        json.addProperty("model_name", model.name());
        json.addProperty("model_version", model.version());
        json.addProperty("model_sha256", model.sha256());
        return json;
    }

    static ModelId model(JsonObject json) {
        return new ModelId(
                json.get("model_name").getAsString(),
                json.get("model_version").getAsLong(),
                json.get("model_sha256").getAsString());
    }

    private static JsonObject toJson(Held held) {
        JsonObject json = toJson(held.model());
        json.addProperty("slot", held.slot());
        return json;
    }

    private static Held held(JsonObject json) {
        return new Held(json.get("slot").getAsString(), model(json));
    }

    private static Optional<JsonObject> object(JsonObject json, String key) {
        return Optional.ofNullable(json.getAsJsonObject(key));
    }

    private static String text(JsonObject json, String key) {
        return json.has(key) ? json.get(key).getAsString() : "";
    }
}
