package io.stampede.bench.method.metapruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.Partition;
import io.stampede.core.data.Sampling;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.train.ImageBatches;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how well a structure, with the weights that the hypernetwork makes for it, tells the
 * target's classes apart: top-1 on pictures held out of the training pictures.
 *
 * <p>The hypernetwork's classifier knows the reference's classes alone. In its place a picture
 * belongs to the class whose mean features are nearest, means over the pictures that batch norm's
 * statistics are taken from: nothing to train, and the same for all structures.
 */
final class Fitness {
    private static final double HELD_OUT = 0.2;

    private final GeneSpace space;
    private final Hypernetwork hypernetwork;
    private final Parameters parameters;
    private final ImageDataset data;
    private final ImageBatches batches;
    private final List<int[]> seen;
    private final List<int[]> heldOut;

    /**
     * A measure for one target.
     *
     * @param trained the hypernetwork; the caller closes its parameters
     * @param data the target's training pictures
     */
    Fitness(
            HypernetworkCache.Trained trained,
            ImageDataset data,
            Normalization normalization,
            Sample sample) {
        this.space = trained.space();
        this.hypernetwork = new Hypernetwork(space);
        this.parameters = trained.parameters();
        this.data = data;
        this.batches = new ImageBatches(data, normalization);
        this.seen = sample.seen();
        this.heldOut = sample.heldOut();
    }

    /**
     * Which pictures a search looks at, in batches.
     *
     * @param seen for statistics and means
     * @param heldOut to measure on
     */
    record Sample(List<int[]> seen, List<int[]> heldOut) {
        /** Cuts the target's training pictures, the same way for the same seed. */
        static Sample of(ImageDataset data, MetaPruningConfig.Search config, long seed) {
            Partition partition = Sampling.holdOut(data, HELD_OUT, seed);
            int[] rest = partition.training();
            int most = config.recalibrationBatches() * config.batchSize();
            int[] chosen = Sampling.balanced(data.select(rest), Math.min(most, rest.length), seed);
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = rest[chosen[i]];
            }
            int[] heldOut = partition.heldOut();
            return new Sample(
                    Recalibration.batches(chosen, config.recalibrationBatches()),
                    Recalibration.batches(heldOut, (heldOut.length - 1) / config.batchSize() + 1));
        }
    }

    /** Share of held-out pictures that are nearest to their own class. */
    double of(Structure structure) {
        NetworkSpec network = space.network(structure);
        try (NDManager scope = parameters.manager().newSubManager();
                Parameters weights =
                        hypernetwork.weights(
                                parameters.leaves(scope, name -> false), structure, scope)) {
            Recalibration.run(network, weights, batches, seen);
            NearestMean classifier =
                    new NearestMean(data.classes(), network.channels(network.classifier().input()));
            for (int[] batch : seen) {
                float[][] features = features(network, weights, batch);
                for (int i = 0; i < batch.length; i++) {
                    classifier.add(data.label(batch[i]), features[i]);
                }
            }
            return accuracy(classifier, network, weights);
        }
    }

    private double accuracy(NearestMean classifier, NetworkSpec network, Parameters weights) {
        int correct = 0;
        int count = 0;
        for (int[] batch : heldOut) {
            float[][] features = features(network, weights, batch);
            for (int i = 0; i < batch.length; i++) {
                correct += classifier.nearest(features[i]) == data.label(batch[i]) ? 1 : 0;
                count++;
            }
        }
        return (double) correct / count;
    }

    private float[][] features(NetworkSpec network, Parameters weights, int[] batch) {
        try (NDManager scope = weights.manager().newSubManager()) {
            NDArray features =
                    new Network(network)
                            .features(
                                    weights.leaves(scope, name -> false),
                                    batches.plain(scope, batch),
                                    false,
                                    ChannelGate.OPEN);
            float[] values = features.toFloatArray();
            int width = values.length / batch.length;
            float[][] rows = new float[batch.length][];
            for (int i = 0; i < batch.length; i++) {
                rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
            }
            return rows;
        }
    }
}
