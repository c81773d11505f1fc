package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.Basis;
import io.stampede.agent.adapt.TrainedOn;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.store.Facts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices that pictures or settings are no longer those of the last adaptation, so that only what
 * has changed is trained again.
 */
public final class ChangeWatch {
    private static final String TRAINED_ON = "trained_on";

    private final Facts facts;
    private final String settings;
    private final Supplier<String> signature;
    private final Clock clock;
    private final Duration interval;
    private Instant next = Instant.MIN;

    /**
     * Creates a watch that looks at once when it is first asked.
     *
     * @param settings how the device adapts, in words that compare
     * @param signature of the pictures as they are now
     * @param clock says when to look again
     * @param interval between two looks
     */
    public ChangeWatch(
            Facts facts,
            String settings,
            Supplier<String> signature,
            Clock clock,
            Duration interval) {
        this.facts = requireNonNull(facts, "facts is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.signature = requireNonNull(signature, "signature is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.interval = requireNonNull(interval, "interval is null");
    }

    /** What an adaptation that begins now would be made from. */
    Basis basis(ModelId model) {
        return new Basis(model, settings, signature.get());
    }

    /**
     * Looks where it is time to.
     *
     * @param serving what serves; where nothing is known about the last adaptation, it is taken to
     *     have been made from what is there now
     * @return the model that was adapted last, where there is a reason to do so again
     */
    Optional<ModelId> changed(Optional<ModelId> serving) {
        if (clock.instant().isBefore(next)) {
            return Optional.empty();
        }
        next = clock.instant().plus(interval);
        Optional<TrainedOn> last = last();
        if (last.isEmpty()) {
            serving.ifPresent(model -> note(new TrainedOn(basis(model), Optional.empty())));
            return Optional.empty();
        }
        ModelId model = last.get().basis().model();
        return Optional.of(model).filter(same -> !basis(same).equals(last.get().basis()));
    }

    /** The digest of pictures that need no other adaptation, where all else is the same. */
    Optional<String> unlessData(Basis basis) {
        return last().filter(last -> last.basis().isOfSameSettings(basis))
                .flatMap(TrainedOn::dataSha256);
    }

    /** Notes what an adaptation that came to a conclusion was made from. */
    void conclude(Basis basis, Optional<String> dataSha256) {
        note(new TrainedOn(basis, dataSha256.or(() -> last().flatMap(TrainedOn::dataSha256))));
    }

    private Optional<TrainedOn> last() {
        return facts.read(TRAINED_ON).flatMap(TrainedOn::fromJson);
    }

    private void note(TrainedOn trainedOn) {
        facts.write(TRAINED_ON, trainedOn.toJson());
    }
}
