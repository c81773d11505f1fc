package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.stampede.core.nn.Parameters;

/**
 * Adam with one learning rate per parameter group of phi and L2 weight decay on weights alone.
 *
 * <p>beta1 0.9, beta2 0.999, epsilon 1e-8, added to the uncorrected root. See: Kingma and Ba, Adam:
 * A Method for Stochastic Optimization, 2015. Owns its moments until closed.
 */
public final class Adam implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final float EPSILON = 1e-8f;
    private static final float NO_CLIPPING = -1;

    private final double weightDecay;
    private final Parameters mean;
    private final Parameters variance;
    private long steps;

    /** An optimiser at rest for every trained tensor of {@code parameters}. */
    public Adam(NDManager parent, Parameters parameters, double weightDecay) {
        this.weightDecay = weightDecay;
        this.mean = parameters.zeros(parent, Parameters::isTrained);
        this.variance = parameters.zeros(parent, Parameters::isTrained);
    }

    /** Takes one step; {@code leaves} are aliases of the parameters, changed in place. */
    public void step(Parameters leaves, Parameters gradients, GroupRates rates) {
        steps++;
        double correction = Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
        for (String name : gradients.names()) {
            NDArray weight = leaves.get(name);
            weight.getNDArrayInternal()
                    .adamUpdate(
                            new NDList(
                                    weight,
                                    gradients.get(name),
                                    mean.get(name),
                                    variance.get(name)),
                            new NDList(weight),
                            (float) rates.of(name),
                            (float) (rates.of(name) * correction),
                            Parameters.isDecayed(name) ? (float) weightDecay : 0,
                            1,
                            NO_CLIPPING,
                            (float) BETA1,
                            (float) BETA2,
                            EPSILON,
                            false,
                            false);
        }
    }

    /** Steps taken so far. */
    public long steps() {
        return steps;
    }

    /** Says how many steps the moments, restored from a checkpoint, have seen. */
    public void resumeAt(long stepsTaken) {
        steps = stepsTaken;
    }

    /** First moments, for checkpoints; still owned by this optimiser. */
    public Parameters mean() {
        return mean;
    }

    /** Second moments, for checkpoints; still owned by this optimiser. */
    public Parameters variance() {
        return variance;
    }

    @Override
    public void close() {
        mean.close();
        variance.close();
    }
}
