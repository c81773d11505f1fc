package io.stampede.bench.method;

import io.stampede.core.train.RunControl;

/**
 * Port for one way to get a network for a device's data.
 *
 * <p>Implementations hold nothing between runs; the engine allows one run at a time per JVM.
 */
public interface Method {
    /** The name in reports: lower case, words joined by underscores. */
    String name();

    /** What people read in the table. */
    String title();

    /**
     * Trains, measures once on the test split, and frees what it used.
     *
     * @throws io.stampede.core.StampedeException {@code CANCELLED}, {@code TRAINING_DIVERGED},
     *     {@code BUDGET_INFEASIBLE}, {@code ENGINE_FAILED}
     */
    MethodResult run(TargetTask task, RunControl control);
}
