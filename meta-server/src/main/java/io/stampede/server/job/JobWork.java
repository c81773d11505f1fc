package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import io.stampede.core.train.MetaTrainingResult;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What one job does: read the reference data, train, register, publish.
 *
 * @param data reads the reference data
 * @param engine trains
 * @param delivery registers and publishes
 * @param directory holds a directory per job with its checkpoints, for nothing else
 * @param clock for estimates
 */
public record JobWork(
        ReferenceData data,
        TrainingEngine engine,
        ModelDelivery delivery,
        Path directory,
        Clock clock) {
    /** Checks the components. */
    public JobWork {
        requireNonNull(data, "data is null");
        requireNonNull(engine, "engine is null");
        requireNonNull(delivery, "delivery is null");
        requireNonNull(directory, "directory is null");
        requireNonNull(clock, "clock is null");
    }

    /**
     * Runs on the calling thread to the end.
     *
     * @return the version of the model
     */
    long run(MetaTrainingJob job, Consumer<JobProgress> listener, BooleanSupplier cancelled) {
        RemainingTime remaining = new RemainingTime(clock);
        RunControl control =
                new RunControl(
                        progress ->
                                listener.accept(
                                        JobProgress.of(progress, remaining.after(progress))),
                        cancelled);
        control.checkCancelled();
        MetaTrainingRequest request = job.request();
        MetaTrainingResult result =
                engine.train(
                        request.config(),
                        data.load(request.reference()),
                        directory.resolve(job.id()),
                        control);
        listener.accept(JobProgress.publishing(result.metaAccuracy(), false));
        long version = delivery.register(request.modelName(), result.model());
        delivery.publish(request.modelName(), version);
        listener.accept(JobProgress.publishing(result.metaAccuracy(), true));
        return version;
    }
}
