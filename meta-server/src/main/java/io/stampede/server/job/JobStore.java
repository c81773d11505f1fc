package io.stampede.server.job;

import java.time.Instant;
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
     * Fails the jobs that have not ended and that this version of the server cannot read: an
     * earlier or later one accepted them.
     *
     * @param at when they end
     * @throws io.stampede.core.StampedeException {@code STORAGE_FAILED}
     */
    void failUnreadable(Instant at);

    /**
     * Every job that can be read, in the order of acceptance.
     *
     * @throws io.stampede.core.StampedeException {@code STORAGE_FAILED}
     */
    List<MetaTrainingJob> all();
}
