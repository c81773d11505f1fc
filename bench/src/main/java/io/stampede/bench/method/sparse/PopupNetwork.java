package io.stampede.bench.method.sparse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random weights that stay as they are, and a learned score for each of them (algorithms.md 10.2).
 *
 * <p>Weights are {@code +-sqrt(2 / (fan_in k))}, k being the share that stays, so that activations
 * keep their scale; scores start at {@code U(+-1 / sqrt(fan_in))}. Batch norm stays at its first
 * affine pair, 1 and 0, and the classifier without bias. Owns all of it until closed.
 */
final class PopupNetwork implements AutoCloseable {
    private final NetworkSpec spec;
    private final double keptShare;
    private final Parameters weights;
    private final Parameters scores;

    /** A network as a seed draws it. */
    PopupNetwork(NDManager parent, NetworkSpec spec, double keptShare, long seed) {
        this.spec = spec;
        this.keptShare = keptShare;
        this.weights = new Parameters(parent);
        this.scores = new Parameters(parent);
        Initialization.weights(weights, spec, Seeds.at(seed, "weights"));
        RandomGenerator signs = Seeds.at(seed, "signs");
        RandomGenerator start = Seeds.at(seed, "scores");
        for (String name : scored()) {
            Shape shape = weights.get(name).getShape();
            long fanIn = shape.slice(1).size();
            float size = (float) Math.sqrt(2 / (fanIn * keptShare));
            double bound = 1 / Math.sqrt(fanIn);
            float[] constants = new float[Math.toIntExact(shape.size())];
            float[] uniform = new float[constants.length];
            for (int i = 0; i < constants.length; i++) {
                constants[i] = signs.nextBoolean() ? size : -size;
                uniform[i] = (float) ((start.nextDouble() * 2 - 1) * bound);
            }
            weights.put(name, constants, shape);
            scores.put(name, uniform, shape);
        }
    }

    private List<String> scored() {
        List<String> names =
                new ArrayList<>(spec.convolutions().stream().map(Convolution::weight).toList());
        names.add(spec.classifier().weight());
        return names;
    }

    /** The structure that all of it has. */
    NetworkSpec spec() {
        return spec;
    }

    /** All {@code W.*}; still owned by this network. */
    Parameters weights() {
        return weights;
    }

    /** One score per weight, by the names of the weights; still owned by this network. */
    Parameters scores() {
        return scores;
    }

    /** Weights that stay in a tensor of so many: {@code n - int((1 - k) n)}. */
    static long kept(long count, double keptShare) {
        return count - (long) ((1 - keptShare) * count);
    }

    /** Weights that stay in the whole network. */
    long keptWeights() {
        return scored().stream().mapToLong(name -> kept(scores.get(name).size(), keptShare)).sum();
    }

    /**
     * Puts those weights of each tensor whose scores are largest in the place of all of them.
     *
     * @param leaves aliases of the weights, whose scored tensors are replaced
     * @param scoreLeaves aliases of the scores; a backward pass reaches all of them, straight
     *     through the choice
     */
    void choose(Parameters leaves, Parameters scoreLeaves) {
        for (String name : scoreLeaves.names()) {
            NDArray strength = scoreLeaves.get(name).abs();
            NDArray fixed = strength.stopGradient();
            NDArray passed = strongest(fixed).add(strength.sub(fixed));
            leaves.put(name, leaves.get(name).mul(passed));
        }
    }

    /** The network as it is used: chosen weights, zeros elsewhere; the caller closes it. */
    Parameters chosen(NDManager parent) {
        try (NDManager scope = parent.newSubManager()) {
            Parameters leaves = weights.leaves(scope, name -> false);
            choose(leaves, scores.leaves(scope, name -> false));
            return leaves.copy(parent);
        }
    }

    /** Ones at the largest values, exactly so many, and zeros elsewhere. */
    private NDArray strongest(NDArray values) {
        int count = Math.toIntExact(kept(values.size(), keptShare));
        NDList largest = values.flatten().topK(count, 0, true, false);
        NDManager scope = values.getManager();
        return scope.zeros(new Shape(values.size()))
                .scatter(largest.get(1), scope.ones(new Shape(count)), 0)
                .reshape(values.getShape());
    }

    @Override
    public void close() {
        weights.close();
        scores.close();
    }
}
