package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.gate.GateNoise;
import io.stampede.core.gate.Gates;
import io.stampede.core.mask.MaskGenerator;
import io.stampede.core.mask.SetPath;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.MiniBatches;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.ChannelMask;
import java.util.Map;

/**
 * The K pruning steps on the target (Algorithm 1, line 12), inside an over-provisioned subnetwork
 * (algorithms.md 9.3): Adam on its weights and gates with the masks of its form, the KL term of
 * sampled ones and the pressure of the expected cost; theta is frozen, since o_0 is all that is
 * left of it.
 *
 * <p>Every few steps channels whose gate has closed leave for good, with their weights, gates and
 * moments. Owns its parameters until closed. Not thread-safe.
 */
public final class PruneSteps implements AutoCloseable {
    /** Pictures per step. */
    public static final int BATCH = 64;

    private static final int STEPS_BETWEEN_CUTS = 5;
    private static final int UNUSED_HEADS = 1;
    private static final GroupRates RATES = new GroupRates(1e-3, 1e-2, 1e-3);

    /** So that K steps carry a sampled gate across its threshold (Appendix C). */
    private static final GroupRates RATES_OF_RESNET = new GroupRates(1e-3, 0.5, 1e-3);

    private final Setting setting;
    private final ImageBatches batches;
    private final EpochOrder order;
    private final CostPressure pressure;
    private final NDManager manager;
    private ChannelMask mask;
    private NetworkSpec spec;
    private Parameters parameters;
    private Adam adam;

    /**
     * What stays the same over all steps.
     *
     * @param data to learn from
     * @param normalization of pictures
     * @param form of the generator
     * @param representation o_0, {@code [3072]}
     * @param budget that the steps press towards
     * @param parts mini-batches that a step goes through one after the other
     * @param flip whether pictures are mirrored at random
     * @param seed decides order, crops and noise
     */
    public record Setting(
            ImageDataset data,
            Normalization normalization,
            GeneratorForm form,
            Tensor representation,
            Budget budget,
            int parts,
            boolean flip,
            long seed) {}

    /**
     * Begins with a subnetwork.
     *
     * @param full the network that it was cut from
     * @param mask the channels that it has
     * @param parameters its {@code W.*} and {@code pi.*}, not folded; taken over
     */
    public PruneSteps(
            NDManager parent,
            NetworkSpec full,
            ChannelMask mask,
            Parameters parameters,
            Setting setting) {
        this.manager = parent.newSubManager();
        this.setting = setting;
        this.batches = new ImageBatches(setting.data(), setting.normalization());
        this.order = new EpochOrder(setting.data().size(), BATCH, setting.seed());
        this.pressure = new CostPressure(setting.budget(), setting.parts());
        this.mask = mask;
        this.spec = full.withChannels(mask.keptCounts());
        this.parameters = parameters;
        this.adam = new Adam(manager, parameters, MetaConfig.DEFAULT.weightDecay());
    }

    /** Steps in which each of so many pictures is seen once, but for what does not fill a batch. */
    public static int perEpoch(int pictures) {
        return Math.toIntExact(new EpochOrder(pictures, BATCH, 0).stepsPerEpoch());
    }

    /** Takes K steps. */
    public void run(int steps, RunControl control) {
        ProgressMeter meter = new ProgressMeter(Phase.PRUNE, steps, control);
        meter.begin();
        for (int k = 0; k < steps; k++) {
            control.checkCancelled();
            int[] batch = order.batch(k);
            Step step = step(batch, k);
            meter.step(k + 1L, batch.length, step.loss, step.accuracy);
            if ((k + 1) % STEPS_BETWEEN_CUTS == 0) {
                dropClosed();
            }
        }
    }

    /** The channels that are left, as indices of the full network. */
    public ChannelMask mask() {
        return mask;
    }

    /** The subnetwork as it stands. */
    public NetworkSpec spec() {
        return spec;
    }

    /** Its {@code W.*} and {@code pi.*}; still owned by these steps. */
    public Parameters parameters() {
        return parameters;
    }

    /** Group to E[m] of each channel that is left, by the set path inside the subnetwork. */
    public Map<String, float[]> expectedMask() {
        return new MaskGenerator(spec, UNUSED_HEADS, setting.form())
                .score(parameters, setting.representation().values());
    }

    /** Bytes of weights, gates, gradients and moments. */
    public long bytes() {
        return 4 * parameters.bytes();
    }

    /** Drops what {@link ChannelMask#natural} would not keep; true if anything went. */
    boolean dropClosed() {
        ChannelMask open = ChannelMask.natural(spec, expectedMask());
        if (open.equals(ChannelMask.all(spec))) {
            return false;
        }
        ChannelCut cut = new ChannelCut(spec, open);
        Parameters smaller = cut.cut(manager, parameters);
        Adam next = new Adam(manager, smaller, MetaConfig.DEFAULT.weightDecay());
        move(cut, adam.mean(), next.mean());
        move(cut, adam.variance(), next.variance());
        next.resumeAt(adam.steps());
        parameters.close();
        adam.close();
        parameters = smaller;
        adam = next;
        mask = mask.then(open);
        spec = spec.withChannels(open.keptCounts());
        return true;
    }

    Adam adam() {
        return adam;
    }

    private void move(ChannelCut cut, Parameters from, Parameters to) {
        try (Parameters kept = cut.cut(manager, from)) {
            to.assign(kept);
        }
    }

    /** What a step tells, and the gradients that it adds up. */
    private static final class Step {
        private Parameters gradients;
        private double loss;
        private double accuracy;

        void add(NDManager scope, Backpropagation pass, double share) {
            Parameters part = pass.gradients();
            if (share < 1) {
                part.scaleInPlace(share);
            }
            if (gradients == null) {
                gradients = part.copy(scope);
            } else {
                gradients.addInPlace(part);
            }
            loss += pass.loss() * share;
            accuracy += pass.accuracy() * share;
        }
    }

    private Step step(int[] batch, int k) {
        Step step = new Step();
        try (NDManager scope = manager.newSubManager()) {
            for (int part = 0; part < setting.parts(); part++) {
                int[] miniBatch = MiniBatches.part(batch, part, setting.parts());
                try (NDManager pass = scope.newSubManager()) {
                    Parameters leaves = parameters.leaves(pass, name -> true);
                    Backpropagation result = gradients(leaves, miniBatch, k, part);
                    step.add(scope, result, (double) miniBatch.length / batch.length);
                }
            }
            adam.step(parameters.leaves(scope, name -> false), step.gradients, rates());
        }
        return step;
    }

    private Backpropagation gradients(Parameters leaves, int[] miniBatch, long... position) {
        NDManager scope = leaves.manager();
        long seed = setting.seed();
        NDArray target = batches.oneHot(scope, miniBatch);
        GatedObjective.Batch batch =
                new GatedObjective.Batch(
                        null,
                        batches.augmented(
                                scope, miniBatch, Seeds.at(seed, "crop", position), setting.flip()),
                        target,
                        null,
                        GateNoise.draw(
                                scope,
                                Seeds.at(seed, "gates", position),
                                miniBatch.length,
                                spec.totalChannels()),
                        scope.ones(new Shape(spec.totalChannels())),
                        null);
        return Backpropagation.run(leaves, target, () -> objective(leaves, batch));
    }

    private Outcome objective(Parameters leaves, GatedObjective.Batch batch) {
        NDArray picture =
                leaves.manager()
                        .create(
                                setting.representation().values(),
                                new Shape(
                                        1,
                                        NetworkSpec.IMAGE_CHANNELS,
                                        NetworkSpec.IMAGE_SIZE,
                                        NetworkSpec.IMAGE_SIZE));
        GatedObjective objective =
                new GatedObjective(spec, UNUSED_HEADS, klScale(), setting.form());
        Outcome outcome = objective.of(leaves, picture, batch);
        if (!pressure.isActive()) {
            return outcome;
        }
        NDArray expected =
                new SetPath(spec, setting.form())
                        .expectedMask(leaves, Gates.of(spec, leaves), picture);
        return new Outcome(pressure.on(outcome.loss(), spec, expected), outcome.logits());
    }

    private GroupRates rates() {
        return spec.architecture() == Architecture.RESNET18 && isSampled()
                ? RATES_OF_RESNET
                : RATES;
    }

    /** Gates that were never sampled had no prior in meta-training and get none here (ADR 11). */
    private double klScale() {
        return isSampled() ? MetaConfig.DEFAULT.klScale() : 0;
    }

    private boolean isSampled() {
        return setting.form().gates() == GeneratorForm.Gates.SAMPLED;
    }

    @Override
    public void close() {
        parameters.close();
        manager.close();
    }
}
