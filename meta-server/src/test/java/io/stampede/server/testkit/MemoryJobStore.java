package io.stampede.server.testkit;

import io.stampede.server.job.JobStore;
import io.stampede.server.job.MetaTrainingJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs in memory, which a second MetaTrainingJobs can take up like a restarted server. */
public final class MemoryJobStore implements JobStore {
    private final Map<String, MetaTrainingJob> jobs = new LinkedHashMap<>();

    @Override
    public synchronized void save(MetaTrainingJob job) {
        jobs.put(job.id(), job);
    }

    @Override
    public synchronized List<MetaTrainingJob> all() {
        return List.copyOf(jobs.values());
    }
}
