package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All jobs as they stand: one place where states change, durably first, then for all to hear.
 *
 * <p>Safe for use by several threads.
 */
final class JobBoard {
    private static final Logger LOG = LoggerFactory.getLogger(JobBoard.class);

    private final JobStore store;
    private final Map<String, MetaTrainingJob> jobs = new LinkedHashMap<>();
    private final List<JobListener> listeners = new CopyOnWriteArrayList<>();

    JobBoard(JobStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    synchronized void load(Instant now) {
        store.failUnreadable(now);
        store.all().forEach(job -> jobs.put(job.id(), job));
    }

    synchronized List<MetaTrainingJob> all() {
        return List.copyOf(jobs.values());
    }

    synchronized Optional<MetaTrainingJob> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Adds a job unless as many already wait. */
    synchronized boolean addUnlessFull(MetaTrainingJob job, int capacity) {
        long waiting =
                jobs.values().stream()
                        .filter(other -> other.state() instanceof JobState.Queued)
                        .count();
        if (waiting >= capacity) {
            return false;
        }
        save(job);
        return true;
    }

    /**
     * Moves a job where the transition allows it.
     *
     * @param transition gives the next state, or nothing where the job must stay
     * @return whether the job moved
     */
    synchronized boolean move(String id, Function<JobState, Optional<JobState>> transition) {
        MetaTrainingJob job = existing(id);
        Optional<JobState> next = transition.apply(job.state());
        next.ifPresent(state -> save(job.in(state)));
        return next.isPresent();
    }

    synchronized void report(String id, JobProgress progress) {
        MetaTrainingJob job = existing(id).with(progress);
        jobs.put(id, job);
        tell(job);
    }

    void listen(JobListener listener) {
        listeners.add(listener);
    }

    void forget(JobListener listener) {
        listeners.remove(listener);
    }

    private void save(MetaTrainingJob job) {
        store.save(job);
        jobs.put(job.id(), job);
        LOG.atInfo()
                .addKeyValue("jobId", job.id())
                .addKeyValue("modelId", job.request().modelName())
                .addKeyValue("state", job.state().id())
                .log("meta-training is " + job.state().id());
        tell(job);
    }

    /** A listener that breaks must not stop a job; it is not called again. */
    private void tell(MetaTrainingJob job) {
        for (JobListener listener : listeners) {
            try {
                listener.changed(job);
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("jobId", job.id()).setCause(e).log("listener broke");
                forget(listener);
            }
        }
    }

    private MetaTrainingJob existing(String id) {
        return find(id).orElseThrow(
                        () ->
                                new StampedeException(
                                        ErrorCode.INTERNAL, "job " + id + " is not on the board"));
    }
}
