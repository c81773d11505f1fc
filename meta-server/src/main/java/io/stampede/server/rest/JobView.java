package io.stampede.server.rest;

import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.server.job.JobProgress;
import io.stampede.server.job.JobState;
import io.stampede.server.job.MetaTrainingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A meta-training as JSON shows it; what there is not is null, and so are settings that an earlier
 * version of the server accepted and this one knows no more.
 *
 * @param id of the job
 * @param state queued, running, succeeded, failed or cancelled
 * @param modelName the name under which the model is registered
 * @param reference where the reference data lies
 * @param preset settings that it started from
 * @param architecture network in training
 * @param width multiplier of its channels
 * @param seed decides every random choice
 * @param pretrainEpochs epochs of pretraining
 * @param metaIterations outer iterations of meta-training
 * @param reduction factor by which multiply-adds must shrink
 * @param createdAt when it was accepted
 * @param startedAt when the work began
 * @param finishedAt when it ended
 * @param phase stage under way
 * @param step steps done in this phase
 * @param steps steps of this phase in all
 * @param loss running mean
 * @param accuracy running mean in [0, 1]
 * @param imagesPerSecond throughput
 * @param etaSeconds until this phase ends
 * @param modelVersion what it made
 * @param error why it failed
 */
public record JobView(
        String id,
        String state,
        String modelName,
        String reference,
        String preset,
        String architecture,
        Double width,
        Long seed,
        Integer pretrainEpochs,
        Integer metaIterations,
        Double reduction,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        String phase,
        Long step,
        Long steps,
        Double loss,
        Double accuracy,
        Double imagesPerSecond,
        Double etaSeconds,
        Long modelVersion,
        Failure error) {
    private static final double MILLIS = 1000.0;

    /**
     * Why a job failed.
     *
     * @param code name of the {@code ErrorCode}
     * @param message for people
     */
    public record Failure(String code, String message) {}

    static JobView of(MetaTrainingJob job) {
        Optional<MetaTrainingConfig> config = job.request().knownConfig();
        JobState state = job.state();
        Optional<JobProgress> progress = job.progress();
        return new JobView(
                job.id(),
                state.id(),
                job.request().modelName().value(),
                job.request().reference().toString(),
                job.request().preset(),
                config.map(known -> known.architecture().id()).orElse(null),
                config.map(MetaTrainingConfig::width).orElse(null),
                config.map(MetaTrainingConfig::seed).orElse(null),
                config.map(known -> known.pretraining().epochs()).orElse(null),
                config.map(known -> known.meta().iterations()).orElse(null),
                config.map(known -> known.meta().reduction()).orElse(null),
                job.createdAt(),
                state.startedAt().orElse(null),
                state.finishedAt().orElse(null),
                progress.map(JobProgress::phase).orElse(null),
                progress.map(JobProgress::step).orElse(null),
                progress.map(JobProgress::steps).orElse(null),
                progress.map(JobProgress::loss).filter(Double::isFinite).orElse(null),
                progress.map(JobProgress::accuracy).filter(Double::isFinite).orElse(null),
                progress.map(JobProgress::imagesPerSecond).filter(Double::isFinite).orElse(null),
                progress.flatMap(JobProgress::remaining).map(JobView::seconds).orElse(null),
                state instanceof JobState.Succeeded succeeded ? succeeded.modelVersion() : null,
                state instanceof JobState.Failed failed
                        ? new Failure(failed.code().name(), failed.message())
                        : null);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
