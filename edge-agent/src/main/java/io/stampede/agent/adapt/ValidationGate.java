package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.Slots.Slot;
import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a new subnetwork goes live: it must be valid, within budget and at least as
 * accurate on the private validation split as the one that serves, less a margin.
 */
public final class ValidationGate {
    private static final Logger LOG = LoggerFactory.getLogger(ValidationGate.class);

    private final CandidateCheck check;
    private final double margin;

    /**
     * Creates a gate.
     *
     * @param margin by how much a new subnetwork may be less accurate, in [0, 1]
     */
    public ValidationGate(CandidateCheck check, double margin) {
        this.check = requireNonNull(check, "check is null");
        this.margin = margin;
        if (!(margin >= 0 && margin <= 1)) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected an accuracy margin in [0, 1], found " + margin);
        }
    }

    /** The directory of what serves, where a new subnetwork has to compare with it. */
    public Optional<Path> incumbent(Optional<Slot> serving) {
        return serving.filter(this::isSound).map(Slot::directory);
    }

    /**
     * Judges a new subnetwork.
     *
     * @return why what serves is kept, empty where the new one goes live
     * @throws StampedeException where the new one may not serve at all
     */
    public Optional<String> judge(Path directory, ModelId model, AdaptationSummary summary) {
        check.check(directory.resolve(Slots.SUBNETWORK), model);
        double old = summary.details().incumbentAccuracy().orElse(0);
        double now = summary.accuracy().orElse(1);
        return now >= old - margin
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "kept because %s reached %.4f on the validation split and this one"
                                        + " reaches %.4f",
                                model.label(),
                                now,
                                old));
    }

    /** What breaks the present budget, or cannot be read, gives way to anything valid. */
    private boolean isSound(Slot slot) {
        try {
            check.check(slot.subnetwork(), slot.model());
            return true;
        } catch (StampedeException e) {
            LOG.atWarn()
                    .addKeyValue("model", slot.model().label())
                    .addKeyValue("error", e.getMessage())
                    .log("What serves would not pass the gate any more");
            return false;
        }
    }
}
