package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.job.JobState.Queued;
import io.stampede.server.job.JobState.Running;
import io.stampede.server.retry.LastingTries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests for meta-trainings and works them off one after the other: the engine allows one
 * training per JVM.
 *
 * <p>Safe for use by several threads; the owner closes.
 */
public final class MetaTrainingJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetaTrainingJobs.class);
    private static final long PATIENCE_SECONDS = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final JobBoard board;
    private final LastingTries tries;
    private final JobWork work;
    private final JobDirectories directories;
    private final int capacity;
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "meta-training"));
    private volatile boolean stopping;

    /**
     * Creates the queue without starting anything.
     *
     * @param capacity how many jobs may wait for the one that runs
     */
    public MetaTrainingJobs(JobStore store, JobWork work, int capacity) {
        this(store, work, capacity, FIRST_PAUSE);
    }

    MetaTrainingJobs(JobStore store, JobWork work, int capacity, Duration firstPause) {
        this.board = new JobBoard(store);
        this.tries = new LastingTries(firstPause);
        this.work = requireNonNull(work, "work is null");
        this.directories = new JobDirectories(work.directory());
        this.capacity = capacity;
    }

    /**
     * Takes up what an earlier process left: waiting jobs wait again. The checkpoints of jobs that
     * had ended go: a failed job's until now, because its training may have come to its end.
     *
     * @param resumeInterrupted whether a job that ran then goes on now, else it has failed
     */
    public void start(boolean resumeInterrupted) {
        board.load(now());
        directories.keepOnly(
                board.all().stream()
                        .filter(job -> !job.state().isFinal())
                        .map(MetaTrainingJob::id)
                        .collect(Collectors.toSet()));
        for (MetaTrainingJob job : board.all()) {
            board.move(
                    job.id(),
                    when(
                            Running.class,
                            running ->
                                    resumeInterrupted
                                            ? running.interrupt()
                                            : running.fail(
                                                    ErrorCode.CANCELLED,
                                                    "the server stopped during this run and jobs.resume-interrupted is false",
                                                    now())));
        }
        board.all().stream().filter(job -> job.state() instanceof Queued).forEach(this::enqueue);
    }

    /**
     * Accepts a job.
     *
     * @return the job, or nothing where as many wait as may
     * @throws StampedeException {@code INVALID_ARGUMENT} where the settings are not acceptable;
     *     {@code DATA_UNREADABLE} where the reference data is not there
     */
    public Optional<MetaTrainingJob> submit(MetaTrainingRequest request) {
        request.requireAcceptable();
        work.data().requirePresent(request.reference());
        MetaTrainingJob job =
                new MetaTrainingJob(
                        UUID.randomUUID().toString(),
                        request,
                        now(),
                        new Queued(),
                        Optional.empty());
        if (!board.addUnlessFull(job, capacity)) {
            return Optional.empty();
        }
        enqueue(job);
        return Optional.of(job);
    }

    /** One job as it stands. */
    public Optional<MetaTrainingJob> find(String id) {
        return board.find(id);
    }

    /** All jobs, in the order of acceptance. */
    public List<MetaTrainingJob> all() {
        return board.all();
    }

    /**
     * Asks a job to end: at once where it waits, before its next step where it runs.
     *
     * @return whether there was anything left to end
     */
    public boolean cancel(String id) {
        unwanted.add(id);
        if (board.move(id, when(Queued.class, queued -> queued.cancel(now())))) {
            directories.discard(id);
        }
        boolean running = board.find(id).filter(job -> job.state() instanceof Running).isPresent();
        boolean cancelled =
                board.find(id).filter(job -> job.state() instanceof JobState.Cancelled).isPresent();
        if (!running) {
            unwanted.remove(id);
        }
        return running || cancelled;
    }

    /** Calls a listener from now on. */
    public void listen(JobListener listener) {
        board.listen(listener);
    }

    /** Stops calling a listener. */
    public void forget(JobListener listener) {
        board.forget(listener);
    }

    /** Interrupts the running job, on which the next start decides, and waits for its end. */
    @Override
    public void close() {
        stopping = true;
        tries.stop();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the running meta-training did not stop in time; the next start finds it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enqueue(MetaTrainingJob job) {
        thread.execute(() -> run(job.id()));
    }

    private void run(String id) {
        if (stopping || !move(id, when(Queued.class, queued -> queued.start(now())))) {
            return;
        }
        Optional<Function<Running, JobState>> end = work(board.find(id).orElseThrow());
        end.ifPresent(transition -> move(id, when(Running.class, transition)));
        unwanted.remove(id);
        discardWhatIsNotNeeded(id);
    }

    /** Whether the job moved; not where the server stopped before storage was back. */
    private boolean move(String id, Function<JobState, Optional<JobState>> transition) {
        return tries.run("state of job " + id, () -> board.move(id, transition)).orElse(false);
    }

    /**
     * Does the work and says how it ended, which the caller writes. A run that the stop interrupted
     * has no end: the next start finds it running, as after a crash, and decides.
     */
    private Optional<Function<Running, JobState>> work(MetaTrainingJob job) {
        String id = job.id();
        try {
            long version =
                    work.run(
                            job,
                            progress -> board.report(id, progress),
                            () -> stopping || unwanted.contains(id));
            return Optional.of(running -> running.succeed(version, now()));
        } catch (StampedeException e) {
            return afterFailure(id, e);
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("jobId", id).setCause(e).log("meta-training broke");
            return Optional.of(running -> running.fail(codeOf(e), e.toString(), now()));
        }
    }

    private void discardWhatIsNotNeeded(String id) {
        JobState end = board.find(id).orElseThrow().state();
        if (end instanceof JobState.Succeeded || end instanceof JobState.Cancelled) {
            directories.discard(id);
        }
    }

    private Optional<Function<Running, JobState>> afterFailure(
            String id, StampedeException failure) {
        if (failure.code() == ErrorCode.CANCELLED) {
            if (unwanted.contains(id)) {
                return Optional.of(running -> running.cancel(now()));
            }
            if (stopping) {
                return Optional.empty();
            }
        }
        return Optional.of(running -> running.fail(failure.code(), failure.getMessage(), now()));
    }

    private static ErrorCode codeOf(Throwable failure) {
        return failure instanceof LinkageError ? ErrorCode.ENGINE_FAILED : ErrorCode.INTERNAL;
    }

    private Instant now() {
        return work.clock().instant();
    }

    /** A transition that applies in one state and leaves all others alone. */
    private static <S extends JobState> Function<JobState, Optional<JobState>> when(
            Class<S> state, Function<S, JobState> transition) {
        return current ->
                state.isInstance(current)
                        ? Optional.of(transition.apply(state.cast(current)))
                        : Optional.empty();
    }
}
