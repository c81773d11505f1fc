package io.stampede.core.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;

/**
 * The K pruning steps on the target (Algorithm 1, line 12): a few Adam steps on phi with sampled
 * gates and the KL term (algorithms.md section 5).
 */
public final class PruneSteps {
    private static final int BATCH = 64;
    private static final GroupRates RATES = new GroupRates(1e-3, 1e-2, 1e-3);

    private final NetworkSpec spec;
    private final GatedObjective objective;
    private final ImageDataset data;
    private final ImageBatches batches;
    private final long seed;

    /** Pruning steps of one network on one dataset. */
    public PruneSteps(
            NetworkSpec spec,
            int encoderHeads,
            ImageDataset data,
            Normalization normalization,
            long seed) {
        this.spec = spec;
        this.objective = new GatedObjective(spec, encoderHeads, MetaConfig.DEFAULT.klScale());
        this.data = data;
        this.batches = new ImageBatches(data, normalization);
        this.seed = seed;
    }

    /**
     * Takes K steps, changing phi in place.
     *
     * @param phi with a head for the target's classes
     * @param set indices of the pictures that the encoder sees
     * @param steps K
     */
    public void run(Parameters phi, int[] set, int steps, RunControl control) {
        ProgressMeter meter = new ProgressMeter(Phase.PRUNE, steps, control);
        meter.begin();
        EpochOrder order = new EpochOrder(data.size(), BATCH, seed);
        try (NDManager scope = phi.manager().newSubManager();
                Adam adam = new Adam(scope, phi, MetaConfig.DEFAULT.weightDecay())) {
            GatedTask task =
                    new GatedTask(
                            objective,
                            batches,
                            batches.plain(scope, set),
                            null,
                            scope.ones(new Shape(spec.totalChannels())));
            for (int k = 0; k < steps; k++) {
                control.checkCancelled();
                try (NDManager step = scope.newSubManager()) {
                    Parameters leaves = phi.leaves(step, name -> true);
                    int[] miniBatch = order.batch(k);
                    Backpropagation pass = task.gradients(leaves, miniBatch, seed, k);
                    adam.step(leaves, pass.gradients(), RATES);
                    meter.step(k + 1L, miniBatch.length, pass.loss(), pass.accuracy());
                }
            }
        }
    }
}
