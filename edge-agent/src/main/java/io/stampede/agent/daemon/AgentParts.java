package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.AdaptationRunner;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.intake.Manifest;
import io.stampede.agent.intake.ManifestLedger;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.receive.ModelReceiver;
import io.stampede.agent.receive.ModelShelf;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(AgentParts.class);

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

    /**
     * Removes files that nothing will use any more: what was received of models that are not
     * wanted, and of each model that arrived all versions but the newest that may still serve.
     * Where the disk fails they stay until the next time.
     */
    void tidy() {
        try {
            receiver.keepOnly(ledger.wanted());
            shelf.names().forEach(this::keepNewest);
        } catch (StampedeException e) {
            if (e.code() != ErrorCode.STORAGE_FAILED) {
                throw e;
            }
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("The disk was not tidied up");
        }
    }

    private void keepNewest(String name) {
        Optional<ModelId> newest = newestHere(name).map(Manifest::model);
        ledger.versions(name).stream()
                .map(Manifest::model)
                .filter(model -> !newest.equals(Optional.of(model)))
                .forEach(shelf::remove);
    }
}
