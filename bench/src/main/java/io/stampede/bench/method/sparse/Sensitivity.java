package io.stampede.bench.method.sparse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.Backpropagation;
import io.stampede.core.train.CrossEntropy;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.Outcome;
import java.util.List;

/**
 * SNIP's scores: {@code |w dL/dw|}, how much the loss would feel each weight's absence
 * (algorithms.md 10.1).
 *
 * <p>Scored are convolutions larger than 1x1: all of a VGG's, and a ResNet's without its shortcuts.
 */
final class Sensitivity {
    private Sensitivity() {}

    /** Names of the weights that are scored, in the order of the forward pass. */
    static List<String> scored(NetworkSpec network) {
        return network.convolutions().stream()
                .filter(convolution -> convolution.kernel() > 1)
                .map(Convolution::weight)
                .toList();
    }

    /**
     * Scores the weights on one mini-batch, batch norm on the statistics of the batch.
     *
     * @param weights stay as they are, running statistics included
     * @param indices of the pictures, at least 2
     * @return scores under {@code parent}, by the names of the weights; the caller closes them
     */
    static Parameters of(
            NDManager parent,
            NetworkSpec network,
            Parameters weights,
            ImageBatches batches,
            int[] indices) {
        Parameters scores = new Parameters(parent);
        try (NDManager scope = parent.newSubManager();
                Parameters copy = weights.copy(scope)) {
            NDArray images = batches.plain(scope, indices);
            NDArray target = batches.oneHot(scope, indices);
            List<String> scored = scored(network);
            Parameters leaves = copy.leaves(scope, scored::contains);
            Network pass = new Network(network);
            Parameters gradients =
                    Backpropagation.run(
                                    leaves,
                                    target,
                                    () -> {
                                        NDArray logits =
                                                pass.forward(
                                                        leaves, images, true, ChannelGate.OPEN);
                                        return new Outcome(
                                                CrossEntropy.loss(logits, target), logits);
                                    })
                            .gradients();
            scored.forEach(name -> scores.put(name, gradients.get(name).mul(copy.get(name)).abs()));
        }
        return scores;
    }
}
