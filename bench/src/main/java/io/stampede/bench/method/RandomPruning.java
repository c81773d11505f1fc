package io.stampede.bench.method;

import ai.djl.ndarray.NDManager;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;

/**
 * A random structure at STAMP's multiply-adds, trained from scratch (algorithms.md 10.4).
 *
 * <p>Which channels of a layer stay makes no difference where all weights are drawn anew: the
 * structure is the number of channels of each layer.
 */
public final class RandomPruning implements Method {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public String title() {
        return "random pruning";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        long seed = task.seed();
        long start = System.nanoTime();
        NetworkSpec network =
                RandomStructure.within(
                        task.full(), task.maxMultiplyAdds(), Seeds.at(seed, "structure"));
        double searchSeconds = Training.secondsSince(start);
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Initialization.weights(weights, network, Seeds.at(seed, "weights"));
            return Training.run(
                    this, task, new Training.Candidate(network, weights), searchSeconds, control);
        }
    }
}
