package io.stampede.agent.daemon;

import io.stampede.agent.adapt.RunningAdaptation;
import io.stampede.agent.receive.Reception;
import java.util.Optional;

/**
 * What takes longer than one step: a reception or an adaptation. Owns it until closed, after which
 * another may begin.
 *
 * <p>Not thread-safe.
 */
final class UnderWay implements AutoCloseable {
    private Optional<Reception> reception = Optional.empty();
    private Optional<RunningAdaptation> adaptation = Optional.empty();

    void begin(Reception begun) {
        reception = Optional.of(begun);
    }

    void begin(RunningAdaptation begun) {
        adaptation = Optional.of(begun);
    }

    Optional<Reception> reception() {
        return reception;
    }

    Optional<RunningAdaptation> adaptation() {
        return adaptation;
    }

    /** How far it is, in [0, 1]; 0 where nothing is under way. */
    double progress() {
        return adaptation
                .map(RunningAdaptation::progress)
                .or(() -> reception.map(Reception::progress))
                .orElse(0.0);
    }

    @Override
    public void close() {
        adaptation.ifPresent(RunningAdaptation::close);
        adaptation = Optional.empty();
        reception.ifPresent(Reception::close);
        reception = Optional.empty();
    }
}
