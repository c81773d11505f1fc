package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import io.stampede.core.train.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a running job has come.
 *
 * @param phase the stage under way, as {@code Phase.id()}, or {@code publish}
 * @param step steps done in this phase
 * @param steps steps of this phase in all
 * @param loss running mean, NaN where there is none
 * @param accuracy running mean in [0, 1], NaN where there is none
 * @param imagesPerSecond throughput
 * @param remaining until the end of this phase, where it can be told
 */
public record JobProgress(
        String phase,
        long step,
        long steps,
        double loss,
        double accuracy,
        double imagesPerSecond,
        Optional<Duration> remaining) {
    /** The phase in which the finished model goes out to the broker. */
    public static final String PUBLISH = "publish";

    /** Checks the components. */
    public JobProgress {
        requireNonNull(phase, "phase is null");
        requireNonNull(remaining, "remaining is null");
    }

    static JobProgress of(Progress progress, Optional<Duration> remaining) {
        return new JobProgress(
                progress.phase().id(),
                progress.step(),
                progress.steps(),
                progress.loss(),
                progress.accuracy(),
                progress.imagesPerSecond(),
                remaining);
    }

    /** The model of that accuracy is trained; it is on its way out, or is out. */
    static JobProgress publishing(double accuracy, boolean done) {
        return new JobProgress(
                PUBLISH, done ? 1 : 0, 1, Double.NaN, accuracy, Double.NaN, Optional.empty());
    }
}
