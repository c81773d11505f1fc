package io.stampede.bench.method.sparse;

import ai.djl.ndarray.NDManager;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.Training;
import io.stampede.core.network.Cost;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.RunControl;
import java.util.Locale;

/**
 * Edge-Popup: finds a good subnetwork of random weights that are never trained (algorithms.md
 * 10.2).
 *
 * <p>See: Ramanujan et al., What's Hidden in a Randomly Weighted Neural Network?, 2020. Its
 * parameters are the weights that stay: batch norm has no affine pair and the classifier no bias.
 */
public final class EdgePopup implements Method {
    /** The paper's share for CIFAR-10. */
    public static final double KEPT_SHARE = 0.1;

    private static final double PERCENT = 100;

    private final double keptShare;

    /** Keeps the paper's share for CIFAR-10. */
    public EdgePopup() {
        this(KEPT_SHARE);
    }

    /**
     * Keeps another share.
     *
     * @param keptShare share of each layer's weights that stays, in (0, 1]
     * @throws io.stampede.core.StampedeException with {@code INVALID_ARGUMENT} for another share
     */
    public EdgePopup(double keptShare) {
        this.keptShare = KeptShare.checked(keptShare);
    }

    @Override
    public String name() {
        return "edge_popup";
    }

    @Override
    public String title() {
        return "Edge-Popup";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        long start = System.nanoTime();
        try (NDManager manager = TensorEngine.newManager();
                PopupNetwork network =
                        new PopupNetwork(manager, task.full(), keptShare, task.seed())) {
            new PopupTraining(network, task.fineTuning(), task.training(), task.normalization())
                    .run(control);
            double fineTuneSeconds = Training.secondsSince(start);
            long trained = System.nanoTime();
            try (Parameters chosen = network.chosen(manager)) {
                double accuracy =
                        Evaluator.accuracy(task.full(), chosen, task.test(), task.normalization());
                return result(
                        task,
                        network.keptWeights(),
                        accuracy,
                        new MethodResult.Seconds(
                                0, fineTuneSeconds, Training.secondsSince(trained)));
            }
        }
    }

    private MethodResult result(
            TargetTask task, long keptWeights, double accuracy, MethodResult.Seconds seconds) {
        Cost full = task.fullCost();
        Cost cost = new Cost(keptWeights, full.multiplyAdds(), full.trainingBytes());
        return new MethodResult(name(), title(), accuracy, cost, full, seconds)
                .withNote("kept_weights", Long.toString(keptWeights))
                .withNote(
                        "kept_weights_percent",
                        String.format(Locale.ROOT, "%.3f", PERCENT * keptShare))
                .withNote("learning_rate", PopupTraining.LEARNING_RATE + ", cosine");
    }
}
