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
 */
final class Backpropagation {
    private final Parameters gradients;
    private final float loss;

    private Backpropagation(Parameters gradients, float loss) {
        this.gradients = gradients;
        this.loss = loss;
    }

    /**
     * Computes a loss and its gradients.
     *
     * @param leaves aliases that require gradients; the result lives as long as they do
     * @param forward computes the scalar loss from the leaves
     * @throws StampedeException with {@link ErrorCode#TRAINING_DIVERGED} if the loss is not finite
     */
    static Backpropagation run(Parameters leaves, Supplier<NDArray> forward) {
        Engine engine = Engine.getEngine(leaves.manager().getEngine().getEngineName());
        try (GradientCollector collector = engine.newGradientCollector()) {
            NDArray loss = forward.get();
            float value = loss.getFloat();
            if (!Float.isFinite(value)) {
                throw new StampedeException(
                        ErrorCode.TRAINING_DIVERGED,
                        "expected a finite loss, found "
                                + value
                                + "; lower the learning rate and start again");
            }
            collector.backward(loss);
            return new Backpropagation(leaves.gradients(), value);
        }
    }

    /** The gradients by name. */
    Parameters gradients() {
        return gradients;
    }

    /** The loss before the step. */
    float loss() {
        return loss;
    }
}
