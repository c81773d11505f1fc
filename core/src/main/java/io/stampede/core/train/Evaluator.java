package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Measures a plain network on a dataset, batch norm in inference mode. */
public final class Evaluator {
    private static final int LARGEST_BATCH = 256;
    private static final long PLANES_BYTES = 16L << 20;

    private Evaluator() {}

    /** The logits of every picture, {@code [n][classes]}. */
    public static float[][] logits(
            NetworkSpec spec, Parameters weights, ImageDataset data, Normalization normalization) {
        Network network = new Network(spec);
        ImageBatches batches = new ImageBatches(data, normalization);
        float[][] logits = new float[data.size()][];
        int batch = batch(spec);
        for (int from = 0; from < data.size(); from += batch) {
            int[] indices = IntStream.range(from, Math.min(data.size(), from + batch)).toArray();
            try (NDManager scope = weights.manager().newSubManager()) {
                NDArray images = batches.plain(scope, indices);
                float[] values =
                        network.forward(
                                        weights.leaves(scope, name -> false),
                                        images,
                                        false,
                                        ChannelGate.OPEN)
                                .toFloatArray();
                for (int i = 0; i < indices.length; i++) {
                    logits[from + i] =
                            Arrays.copyOfRange(
                                    values, i * spec.classes(), (i + 1) * spec.classes());
                }
            }
        }
        return logits;
    }

    /** As many pictures as let the widest layer's input and output stay small beside training's. */
    private static int batch(NetworkSpec spec) {
        long widest =
                spec.convolutions().stream()
                        .mapToLong(
                                convolution ->
                                        (long) convolution.outputSize()
                                                * convolution.outputSize()
                                                * spec.channels(convolution.output()))
                        .max()
                        .orElseThrow();
        return (int) Math.max(1, Math.min(LARGEST_BATCH, PLANES_BYTES / (3 * 4 * widest)));
    }

    /** Share of pictures whose largest logit is at their label, NaN for an empty dataset. */
    public static double accuracy(
            NetworkSpec spec, Parameters weights, ImageDataset data, Normalization normalization) {
        float[][] logits = logits(spec, weights, data, normalization);
        int correct = 0;
        for (int i = 0; i < logits.length; i++) {
            int best = 0;
            for (int c = 1; c < logits[i].length; c++) {
                best = logits[i][c] > logits[i][best] ? c : best;
            }
            correct += best == data.label(i) ? 1 : 0;
        }
        return (double) correct / data.size();
    }
}
