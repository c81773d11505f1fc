package io.stampede.server.job;

import java.util.List;

/**
 * Where jobs outlive the process. Safe for use by several threads; each call is durable when it
 * returns.
 */
public interface JobStore {
    /**
     * Writes a job as it stands, new or changed; progress is not kept.
     *
     * @throws io.stampede.core.StampedeException {@code STORAGE_FAILED}
     */
    void save(MetaTrainingJob job);

    /**
     * Every job, in the order of acceptance.
     *
     * @throws io.stampede.core.StampedeException {@code STORAGE_FAILED}
     */
    List<MetaTrainingJob> all();
}
