package io.stampede.bench.method.metapruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import java.util.random.RandomGenerator;

/**
 * The PruningNet: for each convolution two linear layers that make its whole weight out of the
 * scales of its input and its output, {@code 2 -> 32 -> out * in * k * k}, of which the first
 * channels are used; and one classifier for all structures.
 *
 * <p>Batch norm has no affine pair. The authors keep its running statistics for each scale, reset
 * them before they measure a structure and take them anew; since nothing reads them in between,
 * none are kept here.
 */
final class Hypernetwork {
    private static final int INPUTS = 2;
    private static final int HIDDEN = 32;
    private static final String FIRST = ".first";
    private static final String SECOND = ".second";

    private final GeneSpace space;

    Hypernetwork(GeneSpace space) {
        this.space = space;
    }

    /**
     * Adds first values: of the first layer those of any linear layer, of the second with the
     * deviation that He gives the weights it makes. In trials of 240 steps a quarter of it and
     * three times as much, which is about what any linear layer would have, learned more slowly.
     */
    void initialize(Parameters target, RandomGenerator random) {
        NetworkSpec full = space.full();
        for (Convolution convolution : full.convolutions()) {
            String name = convolution.weightName();
            double bound = 1 / Math.sqrt(INPUTS);
            put(target, name + FIRST + ".weight", uniform(random, HIDDEN * INPUTS, bound), INPUTS);
            put(target, name + FIRST + ".bias", uniform(random, HIDDEN, bound), 1);
            int values = values(convolution);
            int fanOut = full.channels(convolution.output()) * area(convolution);
            double deviation = Math.sqrt(2.0 / fanOut);
            put(
                    target,
                    name + SECOND + ".weight",
                    normal(random, values * HIDDEN, deviation),
                    HIDDEN);
            put(target, name + SECOND + ".bias", new float[values], 1);
        }
        int in = full.channels(full.classifier().input());
        put(
                target,
                full.classifier().weight(),
                uniform(random, full.classes() * in, 1 / Math.sqrt(in)),
                in);
        put(target, full.classifier().bias(), new float[full.classes()], 1);
    }

    /**
     * Makes the weights of a structure.
     *
     * @param leaves of this network; gradients of what is made flow into them
     * @param scope owns what is made
     * @return the {@code W.*} of {@link GeneSpace#network}, statistics of batch norm at zero
     */
    Parameters weights(Parameters leaves, Structure structure, NDManager scope) {
        NetworkSpec network = space.network(structure);
        Parameters made = new Parameters(scope);
        for (Convolution convolution : network.convolutions()) {
            int out = network.channels(convolution.output());
            int in = network.channels(convolution.input());
            NDArray whole = whole(leaves, structure, convolution, scope);
            made.put(convolution.weight(), whole.get(new NDIndex("0:{},0:{}", out, in)));
            made.put(convolution.norm("weight"), scope.ones(new Shape(out)));
            for (String zero : new String[] {"bias", "running_mean", "running_var"}) {
                made.put(convolution.norm(zero), scope.zeros(new Shape(out)));
            }
        }
        String head = network.classifier().weight();
        int features = network.channels(network.classifier().input());
        made.put(head, leaves.get(head).get(new NDIndex(":,0:{}", features)));
        String bias = network.classifier().bias();
        made.put(bias, leaves.get(bias).get(new NDIndex("0:{}", network.classes())));
        return made;
    }

    /** {@code [out, in, k, k]} of the full network. */
    private NDArray whole(
            Parameters leaves, Structure structure, Convolution convolution, NDManager scope) {
        NetworkSpec full = space.full();
        NDArray scales =
                scope.create(
                        new float[] {
                            space.scale(structure, convolution.input()),
                            space.scale(structure, convolution.output())
                        },
                        new Shape(1, INPUTS));
        String name = convolution.weightName();
        NDArray hidden = linear(leaves, name + FIRST, scales).getNDArrayInternal().relu();
        return linear(leaves, name + SECOND, hidden)
                .reshape(
                        full.channels(convolution.output()),
                        full.channels(convolution.input()),
                        convolution.kernel(),
                        convolution.kernel());
    }

    private static NDArray linear(Parameters leaves, String name, NDArray input) {
        return input.getNDArrayInternal()
                .linear(input, leaves.get(name + ".weight"), leaves.get(name + ".bias"))
                .singletonOrThrow();
    }

    private int values(Convolution convolution) {
        return space.full().channels(convolution.output())
                * space.full().channels(convolution.input())
                * area(convolution);
    }

    private static int area(Convolution convolution) {
        return convolution.kernel() * convolution.kernel();
    }

    private static void put(Parameters target, String name, float[] values, int columns) {
        Shape shape =
                name.endsWith(".bias")
                        ? new Shape(values.length)
                        : new Shape(values.length / columns, columns);
        target.put(name, values, shape);
    }

    private static float[] uniform(RandomGenerator random, int count, double bound) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
        }
        return values;
    }

    private static float[] normal(RandomGenerator random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
