package io.stampede.agent.cli;

import com.google.gson.JsonObject;
import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.adapt.Standing;
import java.time.Instant;

/** Says which subnetwork serves and why, from the slots alone. */
final class ServingAccount {
    private ServingAccount() {}

    /** Adds what is known; every key begins with {@code serving} but the file's. */
    static void addTo(JsonObject document, Slots slots) {
        slots.standing().ifPresent(standing -> addStanding(document, standing));
        slots.current().ifPresent(slot -> addSlot(document, slots, slot));
        slots.previous()
                .ifPresent(slot -> document.addProperty("rollback_to", slot.model().label()));
    }

    private static void addStanding(JsonObject document, Standing standing) {
        document.addProperty("serving_why", standing.why().isEmpty() ? "adapted" : standing.why());
        if (standing.since().isAfter(Instant.EPOCH)) {
            document.addProperty("serving_since", standing.since().toString());
        }
        standing.rejected().ifPresent(model -> document.addProperty("rolled_back", model.label()));
    }

    private static void addSlot(JsonObject document, Slots slots, Slots.Slot slot) {
        document.addProperty("serving_model", slot.model().name());
        document.addProperty("serving_version", slot.model().version());
        AdaptationDocument.tryToRead(slots.document())
                .ifPresent(
                        summary -> {
                            summary.accuracy()
                                    .ifPresent(
                                            accuracy ->
                                                    document.addProperty(
                                                            "serving_accuracy", accuracy));
                            document.addProperty("serving_parameters", summary.parameters());
                            document.addProperty(
                                    "serving_engine", summary.details().servingEngine());
                        });
        document.addProperty("subnetwork", slot.subnetwork().toString());
    }
}
