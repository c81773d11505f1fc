package io.stampede.server.testkit;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.server.job.JobStore;
import io.stampede.server.job.MetaTrainingJob;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs in memory, which a second MetaTrainingJobs can take up like a restarted server; a disk that
 * fails.
 */
public final class MemoryJobStore implements JobStore {
    private final Map<String, MetaTrainingJob> jobs = new LinkedHashMap<>();
    private String failingState = "none";
    private int failures;

    /** From now on no job gets into this state, until another is named. */
    public synchronized void failFor(String state) {
        failingState = state;
    }

    /** How many writes have failed. */
    public synchronized int failures() {
        return failures;
    }

    @Override
    public synchronized void save(MetaTrainingJob job) {
        if (job.state().id().equals(failingState)) {
            failures++;
            throw new StampedeException(ErrorCode.STORAGE_FAILED, "the disk is full");
        }
        jobs.put(job.id(), job);
    }

    @Override
    public void failUnreadable(Instant at) {
        // In memory every job can be read.
    }

    @Override
    public synchronized List<MetaTrainingJob> all() {
        return List.copyOf(jobs.values());
    }
}
