package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.network.Convolution;
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
     * @param tensorBytes alive at its end: weights, gradients, velocity and activations
     */
    record Result(double loss, double accuracy, long tensorBytes) {}

    /** Takes one step on the chosen pictures, changing weights and velocity in place. */
    Result take(int[] indices, RandomGenerator augmentation, double rate) {
        try (NDManager scope = weights.manager().newSubManager()) {
            NDArray images = batches.augmented(scope, indices, augmentation, flip);
            NDArray target = batches.oneHot(scope, indices);
            Parameters leaves = weights.leaves(scope, name -> true);
            Backpropagation pass =
                    Backpropagation.run(
                            leaves,
                            target,
                            () -> {
                                NDArray logits =
                                        network.forward(leaves, images, true, ChannelGate.OPEN);
                                return new Outcome(CrossEntropy.loss(logits, target), logits);
                            });
            optimizer.step(pass.gradients(), rate);
            long tensorBytes =
                    3 * weights.bytes()
                            + Parameters.bytes(scope)
                            + indices.length * keptBytesPerPicture;
            return new Result(pass.loss(), pass.accuracy(), tensorBytes);
        }
    }
}
