package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import java.util.Arrays;

/**
 * The K pruning steps on the target (Algorithm 1, line 12): a few Adam steps on phi with sampled
 * gates and the KL term (algorithms.md section 5).
 */
public final class PruneSteps {
    private static final int BATCH = 64;
    private static final GroupRates VGG_RATES = new GroupRates(1e-3, 1e-2, 1e-3);

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
        try (NDManager scope = phi.manager().newSubManager();
                Adam adam = new Adam(scope, phi, MetaConfig.DEFAULT.weightDecay())) {
            NDArray pictures = batches.plain(scope, set);
            NDArray allowed = scope.ones(new ai.djl.ndarray.types.Shape(spec.totalChannels()));
            for (int k = 0; k < steps; k++) {
                control.checkCancelled();
                try (NDManager step = scope.newSubManager()) {
                    step(step, phi, adam, new Fixed(pictures, allowed), k, meter);
                }
            }
        }
    }

    private record Fixed(NDArray set, NDArray allowed) {}

    private void step(
            NDManager step, Parameters phi, Adam adam, Fixed fixed, int k, ProgressMeter meter) {
        int size = Math.min(BATCH, data.size());
        int[] order = Seeds.shuffled(data.size(), Seeds.at(seed, "prune", k));
        int[] miniBatch = Arrays.copyOf(order, size);
        Parameters leaves = phi.leaves(step, name -> true);
        NDArray target = batches.oneHot(step, miniBatch);
        GatedObjective.Batch batch =
                new GatedObjective.Batch(
                        fixed.set(),
                        batches.augmented(step, miniBatch, Seeds.at(seed, "prune crop", k), true),
                        target,
                        null,
                        GateNoise.draw(
                                step, Seeds.at(seed, "prune gates", k), size, spec.totalChannels()),
                        fixed.allowed());
        GatedObjective.Value[] value = new GatedObjective.Value[1];
        Backpropagation pass =
                Backpropagation.run(
                        leaves,
                        () -> {
                            value[0] = objective.of(leaves, batch);
                            return value[0].loss();
                        });
        adam.step(leaves, pass.gradients(), VGG_RATES);
        double accuracy = (double) CrossEntropy.correct(value[0].logits(), target) / size;
        meter.step(k + 1L, size, pass.loss(), accuracy);
    }
}
