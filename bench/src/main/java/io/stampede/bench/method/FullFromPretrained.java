package io.stampede.bench.method;

import ai.djl.ndarray.NDManager;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;

/** The unpruned reference network with a new head: transfer without pruning. */
public final class FullFromPretrained implements Method {
    @Override
    public String name() {
        return "full_pretrained";
    }

    @Override
    public String title() {
        return "full network from pretrained weights";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = Tensors.load(manager, task.reference().pretrained())) {
            Initialization.head(weights, task.full(), Seeds.at(task.seed(), "head"));
            return Training.run(
                    this, task, new Training.Candidate(task.full(), weights), 0, control);
        }
    }
}
