package io.stampede.core.gate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;

/**
 * The random numbers of one gated training step, drawn in Java so that a seed decides them on every
 * engine and device.
 *
 * @param uniform u of the Kumaraswamy draw, {@code [c]}
 * @param normal eps' of psi, {@code [c]}
 * @param logitUniform logits of the relaxed Bernoulli's uniform noise, {@code [b, c]}
 */
public record GateNoise(NDArray uniform, NDArray normal, NDArray logitUniform) {

    /** Draws noise for a batch; the tensors belong to the manager. */
    public static GateNoise draw(
            NDManager manager, RandomGenerator random, int batchSize, int channels) {
        float[] uniform = new float[channels];
        float[] normal = new float[channels];
        float[] logits = new float[batchSize * channels];
        for (int c = 0; c < channels; c++) {
            uniform[c] = (float) inner(random.nextDouble());
            normal[c] = (float) random.nextGaussian();
        }
        for (int i = 0; i < logits.length; i++) {
            double u = inner(random.nextDouble());
            logits[i] = (float) Math.log(u / (1 - u));
        }
        return new GateNoise(
                manager.create(uniform),
                manager.create(normal),
                manager.create(logits, new Shape(batchSize, channels)));
    }

    private static double inner(double uniform) {
        return Math.min(1 - BetaBernoulli.EPSILON, Math.max(BetaBernoulli.EPSILON, uniform));
    }
}
