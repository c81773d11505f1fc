package io.stampede.core.tflite;

import io.stampede.core.network.Convolution;
import java.util.function.Function;

/** Multiplies batch norms into the convolutions in front of them. */
final class Folding {
    /** Floor of the variance, the same as in training ({@code Network.NORM_EPSILON}). */
    private static final double EPSILON = 1e-5f;

    private Folding() {}

    /**
     * {@code w' = w * s}, {@code b' = beta - mean * s} with {@code s = gamma / sqrt(var + eps)}, in
     * double.
     *
     * @param inputs channels that the convolution reads
     * @return the kernel reordered from {@code [out, in, k, k]} to {@code [out, k, k, in]}
     */
    static Weights fold(Convolution convolution, int inputs, Function<String, float[]> parameters) {
        float[] gamma = parameters.apply(convolution.norm("weight"));
        float[] beta = parameters.apply(convolution.norm("bias"));
        float[] mean = parameters.apply(convolution.norm("running_mean"));
        float[] variance = parameters.apply(convolution.norm("running_var"));
        float[] source = parameters.apply(convolution.weight());
        int outputs = gamma.length;
        int taps = convolution.kernel() * convolution.kernel();
        float[] kernel = new float[source.length];
        float[] bias = new float[outputs];
        for (int out = 0; out < outputs; out++) {
            double factor = gamma[out] / Math.sqrt(variance[out] + EPSILON);
            bias[out] = (float) (beta[out] - mean[out] * factor);
            for (int in = 0; in < inputs; in++) {
                for (int tap = 0; tap < taps; tap++) {
                    kernel[(out * taps + tap) * inputs + in] =
                            (float) (source[(out * inputs + in) * taps + tap] * factor);
                }
            }
        }
        int[] shape = {outputs, convolution.kernel(), convolution.kernel(), inputs};
        return new Weights(convolution.weightName(), shape, kernel, bias);
    }
}
