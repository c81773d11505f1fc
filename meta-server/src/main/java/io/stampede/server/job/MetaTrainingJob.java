package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One job as it stands at a moment.
 *
 * @param id unique, names its directory
 * @param request what is wanted
 * @param createdAt when it was accepted
 * @param state where it stands
 * @param progress the last progress heard of, where any was
 */
public record MetaTrainingJob(
        String id,
        MetaTrainingRequest request,
        Instant createdAt,
        JobState state,
        Optional<JobProgress> progress) {
    /** Checks the components. */
    public MetaTrainingJob {
        requireNonNull(id, "id is null");
        requireNonNull(request, "request is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(state, "state is null");
        requireNonNull(progress, "progress is null");
    }

    MetaTrainingJob in(JobState other) {
        return new MetaTrainingJob(id, request, createdAt, other, progress);
    }

    MetaTrainingJob with(JobProgress other) {
        return new MetaTrainingJob(id, request, createdAt, state, Optional.of(other));
    }
}
