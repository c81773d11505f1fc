package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.nn.Parameters;

/**
 * Stochastic gradient descent with Nesterov momentum 0.9 and L2 weight decay on weights alone.
 *
 * <p>{@code g' = g + wd w}, {@code v = 0.9 v + g'}, {@code w = w - lr (g' + 0.9 v)}, as in PyTorch.
 * Lays all trained tensors into one vector, so that a step is a handful of operations however many
 * tensors there are; in a pruned network their number, not their size, is what a step costs. Owns
 * its velocity until closed.
 */
public final class NesterovSgd implements AutoCloseable {
    private static final double MOMENTUM = 0.9;
    private static final String FLAT = "flat";

    private final NDArray weights; // [n], the memory of the parameters themselves
    private final NDArray decay; // [n], the factor of each value
    private final Parameters velocity;

    /** An optimiser at rest for every trained tensor; moves them into one vector. */
    public NesterovSgd(NDManager parent, Parameters parameters, double weightDecay) {
        this.weights = parameters.flatten(Parameters::isTrained);
        this.velocity = new Parameters(parent);
        velocity.put(FLAT, velocity.manager().zeros(weights.getShape()));
        this.decay = decays(parameters, weightDecay, velocity.manager());
    }

    /** Takes one step, changing the parameters in place. */
    public void step(Parameters gradients, double learningRate) {
        step(flat(gradients), learningRate);
    }

    /**
     * Takes one step along a gradient of all parameters, which it uses up.
     *
     * @param gradient {@code [n]}, as {@link #flat} lays it
     */
    void step(NDArray gradient, double learningRate) {
        NDManager scope = gradient.getManager();
        try (NDArray w = alias(scope, weights);
                NDArray v = alias(scope, velocity.get(FLAT))) {
            try (NDArray decayed = w.mul(decay)) {
                gradient.addi(decayed);
            }
            v.muli(MOMENTUM).addi(gradient);
            w.subi(gradient.muli(learningRate));
            try (NDArray ahead = v.mul(learningRate * MOMENTUM)) {
                w.subi(ahead);
            }
        }
    }

    /** Gradients as one vector {@code [n]} in the order of the parameters, under their manager. */
    NDArray flat(Parameters gradients) {
        NDList pieces = new NDList(gradients.names().size());
        for (String name : gradients.names()) {
            pieces.add(gradients.get(name).flatten());
        }
        NDArray flat = NDArrays.concat(pieces);
        if (flat.size() != weights.size()) {
            throw new IllegalArgumentException(
                    "expected gradients for %d values, found %d"
                            .formatted(weights.size(), flat.size()));
        }
        return flat;
    }

    /** The same memory under a manager that ends with the step, so that results end there too. */
    private static NDArray alias(NDManager scope, NDArray array) {
        NDArray alias = array.stopGradient();
        alias.attach(scope);
        return alias;
    }

    private static NDArray decays(Parameters parameters, double weightDecay, NDManager manager) {
        NDList pieces = new NDList();
        for (String name : parameters.names()) {
            if (Parameters.isTrained(name)) {
                Shape shape = new Shape(parameters.get(name).size());
                float factor = Parameters.isDecayed(name) ? (float) weightDecay : 0;
                pieces.add(manager.full(shape, factor));
            }
        }
        NDArray decays = NDArrays.concat(pieces);
        pieces.close();
        return decays;
    }

    /** The velocity, for checkpoints; still owned by this optimiser. */
    public Parameters velocity() {
        return velocity;
    }

    @Override
    public void close() {
        velocity.close();
    }
}
