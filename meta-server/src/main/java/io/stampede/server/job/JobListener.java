package io.stampede.server.job;

/** Hears of every change of every job, on the thread that changed it; must return quickly. */
@FunctionalInterface
public interface JobListener {
    /** A job now stands so. */
    void changed(MetaTrainingJob job);
}
