package io.stampede.bench.method.sparse;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.Training;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Cost;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.FineTuner;
import io.stampede.core.train.FineTuningConfig;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.Arrays;
import java.util.Locale;

/**
 * SNIP: drops single weights by one look at one mini-batch, then trains the rest (algorithms.md
 * 10.1).
 *
 * <p>See: Lee et al., SNIP: Single-shot Network Pruning based on Connection Sensitivity, 2019.
 * Starts from fresh weights, or from the reference's, which the paper calls SNIP(P). Classifier,
 * batch norm and 1x1 convolutions stay whole.
 */
public final class Snip implements Method {
    /** What STAMP and SNIP keep of VGG-19 in the paper's Table 1. */
    public static final double PAPER_SHARE = 0.0417;

    private static final int BATCH = 128;
    private static final double PERCENT = 100;

    private static final double MOST_RATE_OF_RESNET = 0.01;

    private final boolean pretrained;
    private final double keptShare;

    private Snip(boolean pretrained, double keptShare) {
        this.pretrained = pretrained;
        this.keptShare = KeptShare.checked(keptShare);
    }

    /**
     * SNIP on fresh weights.
     *
     * @param keptShare share of the network's parameters that stays, in (0, 1]: STAMP's, for a fair
     *     comparison; a ResNet's 1x1 convolutions come on top of it, as in the paper
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} for another share
     */
    public static Snip fromScratch(double keptShare) {
        return new Snip(false, keptShare);
    }

    /** SNIP on the reference's weights with a new head; the share as in {@link #fromScratch}. */
    public static Snip fromPretrained(double keptShare) {
        return new Snip(true, keptShare);
    }

    @Override
    public String name() {
        return pretrained ? "snip_pretrained" : "snip";
    }

    @Override
    public String title() {
        return pretrained ? "SNIP from pretrained weights" : "SNIP";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        control.checkCancelled();
        Counts counts = counts(task.full(), task.fullCost().parameters());
        long start = System.nanoTime();
        try (NDManager manager = TensorEngine.newManager();
                Parameters weights = start(manager, task);
                WeightMask mask = mask(manager, task, weights, counts.kept())) {
            double searchSeconds = Training.secondsSince(start);
            long search = System.nanoTime();
            new FineTuner(task.full(), fineTuning(task), task.training(), task.normalization())
                    .run(weights, control, mask);
            double fineTuneSeconds = Training.secondsSince(search);
            long trained = System.nanoTime();
            double accuracy =
                    Evaluator.accuracy(task.full(), weights, task.test(), task.normalization());
            MethodResult.Seconds seconds =
                    new MethodResult.Seconds(
                            searchSeconds, fineTuneSeconds, Training.secondsSince(trained));
            return result(task, counts, accuracy, seconds);
        }
    }

    /** The paper's own exception: a rate of 0.1 breaks SNIP in a ResNet (Appendix C). */
    private static FineTuningConfig fineTuning(TargetTask task) {
        FineTuningConfig common = task.fineTuning();
        return task.full().architecture() == Architecture.RESNET18
                ? common.withLearningRate(Math.min(common.learningRate(), MOST_RATE_OF_RESNET))
                : common;
    }

    private MethodResult result(
            TargetTask task, Counts counts, double accuracy, MethodResult.Seconds seconds) {
        Cost full = task.fullCost();
        Cost cost =
                new Cost(
                        full.parameters() - (counts.scored() - counts.kept()),
                        full.multiplyAdds(),
                        full.trainingBytes());
        double percent = PERCENT * counts.kept() / counts.scored();
        return new MethodResult(name(), title(), accuracy, cost, full, seconds)
                .withNote("learning_rate", Double.toString(fineTuning(task).learningRate()))
                .withNote("kept_weights", Integer.toString(counts.kept()))
                .withNote("kept_weights_percent", String.format(Locale.ROOT, "%.3f", percent));
    }

    private Parameters start(NDManager manager, TargetTask task) {
        if (pretrained) {
            Parameters weights = Tensors.load(manager, task.reference().pretrained());
            Initialization.head(weights, task.full(), Seeds.at(task.seed(), "head"));
            return weights;
        }
        Parameters weights = new Parameters(manager);
        Initialization.weights(weights, task.full(), Seeds.at(task.seed(), "weights"));
        return weights;
    }

    private static WeightMask mask(
            NDManager manager, TargetTask task, Parameters weights, int kept) {
        int pictures = task.training().size();
        int[] order = Seeds.shuffled(pictures, Seeds.at(task.seed(), "snip"));
        int[] batch = Arrays.copyOf(order, Math.min(BATCH, pictures));
        ImageBatches batches = new ImageBatches(task.training(), task.normalization());
        try (Parameters scores = Sensitivity.of(manager, task.full(), weights, batches, batch)) {
            return WeightMask.strongest(manager, scores, kept);
        }
    }

    /**
     * Numbers of weights that may go.
     *
     * @param scored all of them
     * @param kept those that stay
     */
    record Counts(int scored, int kept) {}

    /** How many weights stay, so that with batch norm and classifier they make up the share. */
    Counts counts(NetworkSpec network, long parameters) {
        long scored = 0;
        long shortcuts = 0;
        for (Convolution convolution : network.convolutions()) {
            long area = (long) convolution.kernel() * convolution.kernel();
            long pairs =
                    (long) network.channels(convolution.input())
                            * network.channels(convolution.output());
            scored += convolution.kernel() > 1 ? area * pairs : 0;
            shortcuts += convolution.kernel() > 1 ? 0 : pairs;
        }
        long shared = parameters - shortcuts;
        long whole = shared - scored;
        long kept = Math.round(keptShare * shared) - whole;
        if (kept < 1) {
            throw new StampedeException(
                    ErrorCode.BUDGET_INFEASIBLE,
                    "expected more than %.4f of the parameters for SNIP, what batch norm and classifier take, found %s; raise it"
                            .formatted((double) whole / shared, keptShare));
        }
        return new Counts(Math.toIntExact(scored), Math.toIntExact(kept));
    }
}
