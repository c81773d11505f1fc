package io.stampede.core.nn;

import ai.djl.ndarray.types.Shape;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.Layer;
import io.stampede.core.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** First values of W, pi and theta. */
public final class Initialization {
    private static final double HEAD_DEVIATION = 0.01;
    private static final List<String> BLOCKS =
            List.of("theta.sab1", "theta.sab2", "theta.pool", "theta.sab3");

    private Initialization() {}

    /**
     * Adds {@code W.*}: He's normal initialisation over the fan-out for convolutions, N(0, 0.01)
     * for the classifier, ones and zeros for batch norm.
     */
    public static void weights(Parameters target, NetworkSpec spec, RandomGenerator random) {
        for (Convolution convolution : spec.convolutions()) {
            int in = spec.channels(convolution.input());
            int out = spec.channels(convolution.output());
            int kernel = convolution.kernel();
            double deviation = Math.sqrt(2.0 / ((double) kernel * kernel * out));
            target.put(
                    convolution.weight(),
                    normal(random, out * in * kernel * kernel, deviation),
                    new Shape(out, in, kernel, kernel));
            target.put(convolution.norm("weight"), constant(out, 1), new Shape(out));
            target.put(convolution.norm("bias"), constant(out, 0), new Shape(out));
            target.put(convolution.norm("running_mean"), constant(out, 0), new Shape(out));
            target.put(convolution.norm("running_var"), constant(out, 1), new Shape(out));
        }
        head(target, spec, random);
    }

    /** Adds or replaces the classifier: N(0, 0.01), bias 0 (algorithms.md section 5). */
    public static void head(Parameters target, NetworkSpec spec, RandomGenerator random) {
        Layer.Classifier classifier = spec.classifier();
        int in = spec.channels(classifier.input());
        target.put(
                classifier.weight(),
                normal(random, spec.classes() * in, HEAD_DEVIATION),
                new Shape(spec.classes(), in));
        target.put(classifier.bias(), constant(spec.classes(), 0), new Shape(spec.classes()));
    }

    /** Adds {@code pi.*} with the same values for every channel. */
    public static void gates(Parameters target, NetworkSpec spec, GateStart start) {
        spec.channels()
                .forEach(
                        (group, count) -> {
                            Shape shape = new Shape(count);
                            String prefix = "pi." + group + ".";
                            target.put(prefix + "a", constant(count, start.a()), shape);
                            target.put(prefix + "b", constant(count, start.b()), shape);
                            target.put(prefix + "gamma", constant(count, start.gamma()), shape);
                            target.put(prefix + "beta", constant(count, start.beta()), shape);
                            target.put(prefix + "sigma", constant(count, start.sigma()), shape);
                        });
    }

    /**
     * Unconstrained first values of a gate (algorithms.md 3.4b).
     *
     * @param a of the posterior's first shape
     * @param b of the posterior's second shape
     * @param gamma scale of o_c
     * @param beta shift of o_c
     * @param sigma of the noise's standard deviation
     */
    public record GateStart(double a, double b, double gamma, double beta, double sigma) {
        /** Open gates, psi in its linear range: for runs of up to some 500 iterations. */
        public static final GateStart OPEN = new GateStart(5, -2, 0.1, 0.95, -4);

        /** Psi in the middle of its linear range, for gates whose samples no data meets. */
        public static final GateStart LINEAR = new GateStart(5, -2, 0.25, 0.6, -4);

        /** As in BBDropout, for runs as long as the paper's. */
        public static final GateStart PAPER = new GateStart(2, 0.5413, 1, 1, 0.5413);
    }

    /** Adds {@code theta.*} for hidden width d, with PyTorch's default for linear layers. */
    public static void encoder(Parameters target, int d, RandomGenerator random) {
        for (String block : BLOCKS) {
            boolean first = block.equals(BLOCKS.get(0));
            int in = first ? NetworkSpec.IMAGE_CHANNELS * pixels() : d;
            if (block.equals("theta.pool")) {
                target.put("theta.pool.seed", uniform(random, d, xavier(d)), new Shape(1, d));
                linear(target, "theta.pool.feed", d, d, random);
            }
            linear(target, block + ".query", in, d, random);
            linear(target, block + ".key", in, d, random);
            linear(target, block + ".value", in, d, random);
            linear(target, block + ".output", d, d, random);
            for (String norm : List.of(".norm0", ".norm1")) {
                target.put(block + norm + ".weight", constant(d, 1), new Shape(d));
                target.put(block + norm + ".bias", constant(d, 0), new Shape(d));
            }
        }
        linear(target, "theta.out", d, NetworkSpec.IMAGE_CHANNELS * pixels(), random);
    }

    private static double xavier(int d) {
        return Math.sqrt(6.0 / (1 + d));
    }

    private static int pixels() {
        return NetworkSpec.IMAGE_SIZE * NetworkSpec.IMAGE_SIZE;
    }

    private static void linear(
            Parameters target, String name, int in, int out, RandomGenerator random) {
        double bound = 1 / Math.sqrt(in);
        target.put(name + ".weight", uniform(random, out * in, bound), new Shape(out, in));
        target.put(name + ".bias", uniform(random, out, bound), new Shape(out));
    }

    private static float[] normal(RandomGenerator random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    private static float[] uniform(RandomGenerator random, int count, double bound) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
        }
        return values;
    }

    private static float[] constant(int count, double value) {
        float[] values = new float[count];
        Arrays.fill(values, (float) value);
        return values;
    }
}
