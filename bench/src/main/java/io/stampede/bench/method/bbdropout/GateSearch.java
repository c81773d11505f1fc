package io.stampede.bench.method.bbdropout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.gate.Gates;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Numbers;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.Adam;
import io.stampede.core.train.Backpropagation;
import io.stampede.core.train.CrossEntropy;
import io.stampede.core.train.EpochOrder;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.GroupRates;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.Outcome;
import io.stampede.core.train.Phase;
import io.stampede.core.train.PictureLayout;
import io.stampede.core.train.ProgressMeter;
import io.stampede.core.train.RateDecay;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains a network together with its gates: cross-entropy plus the weighted KL term, Adam, learning
 * rates over 10 at 50 % and 80 % (algorithms.md 3.1).
 *
 * <p>A pi is drawn per channel and step, a mask per picture. Order, batches and augmentation are
 * those of fine-tuning. Changes the parameters in place and leaves their ownership where it is.
 */
final class GateSearch {
    /** N of kl / N: a constant in public code, whatever the dataset (algorithms.md 3.3). */
    private static final double KL_DIVISOR = 60_000;

    private static final GroupRates RATES = new GroupRates(1e-3, 1e-2, 0);
    private static final double WEIGHT_DECAY = 1e-4;

    private final TargetTask task;
    private final NetworkSpec spec;
    private final Network network;
    private final ImageBatches batches;
    private final double klWeight;

    GateSearch(TargetTask task, double klScale) {
        this.task = task;
        this.spec = task.full();
        this.network = new Network(spec);
        this.batches =
                new ImageBatches(task.training(), task.normalization(), PictureLayout.of(spec));
        this.klWeight = klScale / KL_DIVISOR;
    }

    /**
     * Runs so many passes over the target's pictures.
     *
     * @param parameters {@code W.*} and the gates of {@link ChannelGates#start}
     */
    void run(Parameters parameters, int epochs, RunControl control) {
        FineTuningConfig config = task.fineTuning();
        EpochOrder order =
                new EpochOrder(task.training().size(), config.batchSize(), config.seed());
        long steps = order.stepsPerEpoch() * epochs;
        ProgressMeter meter = new ProgressMeter(Phase.PRUNE, steps, control);
        meter.begin();
        try (Adam adam = new Adam(parameters.manager(), parameters, WEIGHT_DECAY)) {
            for (long s = 0; s < steps; s++) {
                control.checkCancelled();
                int[] batch = order.batch(s);
                try (NDManager scope = parameters.manager().newSubManager()) {
                    Backpropagation result = backpropagation(scope, parameters, batch, s);
                    GroupRates rates = RATES.times(RateDecay.HALF_AND_FOUR_FIFTHS.factor(s, steps));
                    adam.step(parameters.leaves(scope, name -> false), result.gradients(), rates);
                    meter.step(s + 1, batch.length, result.loss(), result.accuracy());
                }
            }
        }
    }

    private Backpropagation backpropagation(
            NDManager scope, Parameters parameters, int[] batch, long step) {
        long seed = task.seed();
        NDArray images =
                batches.augmented(
                        scope, batch, Seeds.at(seed, "augment", step), task.fineTuning().flip());
        NDArray target = batches.oneHot(scope, batch);
        GateNoise noise =
                GateNoise.draw(
                        scope, Seeds.at(seed, "gates", step), batch.length, spec.totalChannels());
        Parameters leaves = parameters.leaves(scope, name -> true);
        return Backpropagation.run(
                leaves,
                target,
                () -> {
                    ChannelGates gates = ChannelGates.of(leaves);
                    NDArray logits = logits(leaves, images, gates.sample(noise));
                    NDArray loss = CrossEntropy.loss(logits, target);
                    return new Outcome(
                            loss.add(Numbers.times(gates.divergence(), klWeight)), logits);
                });
    }

    private NDArray logits(Parameters leaves, NDArray images, NDArray masks) {
        Map<String, NDArray> byGroup = Gates.split(spec, masks);
        return network.forward(
                leaves,
                images,
                true,
                (group, preActivation, activation) -> {
                    NDArray mask = byGroup.get(group);
                    return activation.mul(
                            mask.reshape(mask.getShape().get(0), mask.getShape().get(1), 1, 1));
                });
    }

    /** Group to {@code E[pi]} of each channel, what the gates multiply with from now on. */
    static Map<String, float[]> expectedMask(NetworkSpec spec, Parameters parameters) {
        float[] all;
        try (NDManager scope = parameters.manager().newSubManager()) {
            all =
                    ChannelGates.of(parameters.leaves(scope, name -> false))
                            .expectation()
                            .toFloatArray();
        }
        Map<String, float[]> expected = new LinkedHashMap<>();
        int from = 0;
        for (Map.Entry<String, Integer> group : spec.channels().entrySet()) {
            int to = from + group.getValue();
            expected.put(group.getKey(), Arrays.copyOfRange(all, from, to));
            from = to;
        }
        return expected;
    }
}
