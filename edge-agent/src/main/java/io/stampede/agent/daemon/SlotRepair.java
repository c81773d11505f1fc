package io.stampede.agent.daemon;

import io.stampede.agent.adapt.Slots;
import io.stampede.agent.intake.ModelId;
import io.stampede.core.StampedeException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of service what the disk has damaged since it went live, and has the same model adapted
 * again; its phi is fetched again where the disk took that too.
 */
final class SlotRepair {
    private static final Logger LOG = LoggerFactory.getLogger(SlotRepair.class);

    private SlotRepair() {}

    /**
     * Looks at what serves. A process that ends in the middle finds the damage again.
     *
     * @return what was found, for the status
     * @throws StampedeException {@code STORAGE_FAILED}
     */
    static Optional<String> run(AgentParts parts) {
        Optional<String> damage = parts.slots().damage();
        damage.ifPresent(
                what -> {
                    ModelId model = parts.slots().current().map(Slots.Slot::model).orElseThrow();
                    parts.shelf().removeDamaged(model);
                    parts.ledger().wantAgain(model);
                    parts.slots().putDamagedAside();
                    LOG.atError()
                            .addKeyValue("model", model.label())
                            .addKeyValue("damage", what)
                            .log("What serves is damaged and is made again");
                });
        return damage;
    }
}
