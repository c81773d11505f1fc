package io.stampede.bench.method.stamp;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.Training;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;

/** The structure that STAMP finds, its weights drawn anew (section 4.1 of the paper). */
public final class StampStructure implements Method {
    @Override
    public String name() {
        return "stamp_structure";
    }

    @Override
    public String title() {
        return "STAMP-Structure";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        long start = System.nanoTime();
        PruningPlan plan = StampPlan.of(task);
        double searchSeconds = Training.secondsSince(start);
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, plan.subnetwork(), Seeds.at(task.seed(), "weights"));
            Training.Candidate candidate = new Training.Candidate(plan.subnetwork(), weights);
            return Training.run(this, task, candidate, searchSeconds, control)
                    .withKept(plan.kept());
        }
    }
}
