package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.nn.Parameters;

/**
 * Stochastic gradient descent with Nesterov momentum 0.9 and L2 weight decay on weights alone.
 *
 * <p>{@code g' = g + wd w}, {@code v = 0.9 v + g'}, {@code w = w - lr (g' + 0.9 v)}, as in PyTorch.
 * Owns its velocity until closed.
 */
public final class NesterovSgd implements AutoCloseable {
    private static final double MOMENTUM = 0.9;

    private final double weightDecay;
    private final Parameters velocity;

    /** An optimiser at rest for every trained tensor of {@code parameters}. */
    public NesterovSgd(NDManager parent, Parameters parameters, double weightDecay) {
        this.weightDecay = weightDecay;
        this.velocity = parameters.zeros(parent, Parameters::isTrained);
    }

    /** Takes one step; {@code leaves} are aliases of the parameters, changed in place. */
    public void step(Parameters leaves, Parameters gradients, double learningRate) {
        NDManager step = leaves.manager();
        Parameters momentum = velocity.leaves(step, name -> false);
        NDArray keep = step.create((float) MOMENTUM);
        NDArray rate = step.create((float) learningRate);
        NDArray momentumRate = step.create((float) (learningRate * MOMENTUM));
        NDArray decay = step.create((float) weightDecay);
        for (String name : gradients.names()) {
            NDArray weight = leaves.get(name);
            NDArray gradient = gradients.get(name);
            if (weightDecay > 0 && Parameters.isDecayed(name)) {
                gradient.addi(weight.mul(decay));
            }
            NDArray v = momentum.get(name);
            v.muli(keep).addi(gradient);
            weight.subi(gradient.mul(rate));
            weight.subi(v.mul(momentumRate));
        }
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
