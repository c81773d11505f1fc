package io.stampede.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.nn.Parameters;
import java.util.function.Supplier;

/**
 * One forward and one backward pass.
 *
 * <p>The engine has one gradient collector per JVM: everything that trains runs on one thread.
 *
 * @param gradients by name; they live as long as the leaves
 * @param loss before the step
 * @param accuracy share of the batch that was right before the step, in [0, 1]
 */
public record Backpropagation(Parameters gradients, double loss, double accuracy) {

    /**
     * Computes a loss and its gradients.
     *
     * @param leaves aliases that require gradients
     * @param target one-hot labels, {@code [b, classes]}
     * @param forward computes the outcome from the leaves
     * @throws StampedeException with {@link ErrorCode#TRAINING_DIVERGED} if the loss is not finite
     */
    public static Backpropagation run(
            Parameters leaves, NDArray target, Supplier<Outcome> forward) {
        Engine engine = Engine.getEngine(leaves.manager().getEngine().getEngineName());
        try (GradientCollector collector = engine.newGradientCollector()) {
            Outcome outcome = forward.get();
            float loss = outcome.loss().getFloat();
            if (!Float.isFinite(loss)) {
                throw new StampedeException(
                        ErrorCode.TRAINING_DIVERGED,
                        "expected a finite loss, found "
                                + loss
                                + "; lower the learning rate and start again");
            }
            collector.backward(outcome.loss());
            int correct = CrossEntropy.correct(outcome.logits(), target);
            double accuracy = (double) correct / target.getShape().get(0);
            return new Backpropagation(leaves.gradients(), loss, accuracy);
        }
    }
}
