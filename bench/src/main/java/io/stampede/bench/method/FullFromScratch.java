package io.stampede.bench.method;

import ai.djl.ndarray.NDManager;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;

/** The unpruned network, trained on the private pictures alone. */
public final class FullFromScratch implements Method {
    @Override
    public String name() {
        return "full_scratch";
    }

    @Override
    public String title() {
        return "full network from scratch";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, task.full(), Seeds.at(task.seed(), "weights"));
            return Training.run(
                    this, task, new Training.Candidate(task.full(), weights), 0, control);
        }
    }
}
