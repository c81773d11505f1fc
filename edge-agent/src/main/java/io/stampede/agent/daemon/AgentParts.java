package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.AdaptationRunner;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.receive.ModelReceiver;
import io.stampede.agent.receive.ModelShelf;
import java.util.Optional;

/**
 * What the agent works with.
 *
 * @param ledger which manifest is wanted
 * @param shelf models that arrived
 * @param receiver fetches models
 * @param runner adapts them
 * @param slots holds the results
 * @param reporting tells about it
 * @param precautions keep the device from harm
 */
public record AgentParts(
        ManifestLedger ledger,
        ModelShelf shelf,
        ModelReceiver receiver,
        AdaptationRunner runner,
        Slots slots,
        Reporting reporting,
        Precautions precautions) {
    /** Checks the components. */
    public AgentParts {
        requireNonNull(ledger, "ledger is null");
        requireNonNull(shelf, "shelf is null");
        requireNonNull(receiver, "receiver is null");
        requireNonNull(runner, "runner is null");
        requireNonNull(slots, "slots is null");
        requireNonNull(reporting, "reporting is null");
        requireNonNull(precautions, "precautions is null");
    }

    /** The same phi may be announced once more, or the database be younger than the slots. */
    boolean serves(ModelId model) {
        return slots.current().map(Slots.Slot::model).filter(model::equals).isPresent();
    }

    /** The newest version of a model whose file is on this device. */
    Optional<Manifest> newestHere(String name) {
        return ledger.candidates(name).stream()
                .filter(manifest -> shelf.find(manifest.model()).isPresent())
                .findFirst();
    }

    /** Removes the files of all older versions of a model. */
    void removeOlderThan(ModelId model) {
        ledger.versions(model.name()).stream()
                .map(Manifest::model)
                .filter(older -> older.version() < model.version())
                .forEach(shelf::remove);
    }
}
