package io.stampede.core.train;

import static java.util.Objects.requireNonNull;

/**
 * How far a run has come.
 *
 * @param phase the stage under way
 * @param step steps done in this phase
 * @param steps steps of this phase in all
 * @param loss running mean of the training loss, NaN where there is none
 * @param accuracy running mean of the training accuracy in [0, 1], NaN where there is none
 * @param imagesPerSecond throughput since the phase began or was resumed
 */
public record Progress(
        Phase phase, long step, long steps, double loss, double accuracy, double imagesPerSecond) {
    /** Checks the components. */
    public Progress {
        requireNonNull(phase, "phase is null");
        if (step < 0 || steps < step) {
            throw new IllegalArgumentException(
                    "expected 0 <= step <= steps, found %d of %d".formatted(step, steps));
        }
    }
}
