package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.MiniBatches;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import java.util.random.RandomGenerator;

/** One step of plain training, gates open: augment, forward, backward, SGD. */
final class SupervisedStep {
    private final Network network;
    private final ImageBatches batches;
    private final Parameters weights;
    private final NesterovSgd optimizer;
    private final boolean flip;
    private final long keptBytesPerPicture;

    SupervisedStep(
            NetworkSpec spec,
            ImageBatches batches,
            Parameters weights,
            NesterovSgd optimizer,
            boolean flip) {
        this.network = new Network(spec);
        this.batches = batches;
        this.weights = weights;
        this.optimizer = optimizer;
        this.flip = flip;
        this.keptBytesPerPicture = keptBytesPerPicture(spec);
    }

    /** What the engine itself keeps for the backward pass: outputs of convolution and of ReLU. */
    private static long keptBytesPerPicture(NetworkSpec spec) {
        long values = 0;
        for (Convolution convolution : spec.convolutions()) {
            long pixels = (long) convolution.outputSize() * convolution.outputSize();
            values += 2 * pixels * spec.channels(convolution.output());
        }
        return Float.BYTES * values;
    }

    /**
     * What a step tells.
     *
     * @param loss before the step
     * @param accuracy before the step, in [0, 1]
     * @param tensorBytes most alive at once: weights, gradients, velocity and activations
     */
    record Result(double loss, double accuracy, long tensorBytes) {}

    /**
     * Takes one step on the chosen pictures, changing weights and velocity in place.
     *
     * @param parts mini-batches that go through the network one after the other, so that one of
     *     them at a time is in memory; their gradients, weighted by their sizes, add up to the mean
     *     over all pictures. Batch norm sees a mini-batch, not the whole.
     */
    Result take(int[] indices, int parts, RandomGenerator augmentation, double rate) {
        try (NDManager scope = weights.manager().newSubManager()) {
            Sum sum = new Sum();
            for (int part = 0; part < parts; part++) {
                int[] miniBatch = MiniBatches.part(indices, part, parts);
                double share = (double) miniBatch.length / indices.length;
                try (NDManager pass = scope.newSubManager()) {
                    sum.add(gradient(pass, scope, miniBatch, augmentation), share);
                }
            }
            optimizer.step(sum.gradient, rate);
            return new Result(sum.loss, sum.accuracy, 3 * weights.bytes() + sum.peakBytes);
        }
    }

    /** What one mini-batch gives; the gradient lives in the outer scope, everything else ends. */
    private Part gradient(
            NDManager pass, NDManager scope, int[] miniBatch, RandomGenerator augmentation) {
        NDArray images = batches.augmented(pass, miniBatch, augmentation, flip);
        NDArray target = batches.oneHot(pass, miniBatch);
        Parameters leaves = weights.leaves(pass, name -> true);
        Backpropagation result =
                Backpropagation.run(
                        leaves,
                        target,
                        () -> {
                            NDArray logits =
                                    network.forward(leaves, images, true, ChannelGate.OPEN);
                            return new Outcome(CrossEntropy.loss(logits, target), logits);
                        });
        NDArray gradient = optimizer.flat(result.gradients());
        gradient.attach(scope);
        long bytes = Parameters.bytes(pass) + miniBatch.length * keptBytesPerPicture;
        return new Part(gradient, result.loss(), result.accuracy(), bytes);
    }

    private record Part(NDArray gradient, double loss, double accuracy, long bytes) {}

    /** The weighted sum over mini-batches. */
    private static final class Sum {
        private NDArray gradient;
        private double loss;
        private double accuracy;
        private long peakBytes;

        void add(Part part, double share) {
            if (share == 1) {
                gradient = part.gradient();
            } else if (gradient == null) {
                gradient = part.gradient().muli(share);
            } else {
                gradient.addi(part.gradient().muli(share));
                part.gradient().close();
            }
            loss += part.loss() * share;
            accuracy += part.accuracy() * share;
            peakBytes = Math.max(peakBytes, part.bytes());
        }
    }
}
