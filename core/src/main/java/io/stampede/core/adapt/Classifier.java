package io.stampede.core.adapt;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Evaluator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Serves a subnetwork file with the default engine.
 *
 * <p>Not thread-safe: one instance per thread. Holds native memory until closed.
 */
public final class Classifier implements AutoCloseable {
    private final SubnetworkHeader header;
    private final NDManager manager;
    private final Parameters weights;

    private Classifier(SubnetworkFile file, NDManager manager) {
        this.header = file.header();
        this.manager = manager;
        this.weights = new Parameters(manager);
        Tensors.putAll(weights, file.names(), file::tensor);
    }

    /** Loads a subnetwork file, or the {@code subnetwork.safetensors} of a directory. */
    public static Classifier open(Path subnetwork) {
        Path file =
                Files.isDirectory(subnetwork)
                        ? subnetwork.resolve("subnetwork.safetensors")
                        : subnetwork;
        try (SubnetworkFile opened = SubnetworkFile.open(file)) {
            return new Classifier(opened, TensorEngine.newManager());
        }
    }

    /** Name of each class. */
    public List<String> labels() {
        return header.labels();
    }

    /** The logits of each picture, {@code [n][classes]}. */
    public float[][] logits(ImageDataset pictures) {
        return Evaluator.logits(
                header.network(),
                weights,
                pictures,
                new Normalization(header.mean(), header.std()));
    }

    /** Class probabilities of each picture, {@code [n][classes]}. */
    public float[][] probabilities(ImageDataset pictures) {
        float[][] logits = logits(pictures);
        for (float[] row : logits) {
            softmaxInPlace(row);
        }
        return logits;
    }

    private static void softmaxInPlace(float[] row) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : row) {
            largest = Math.max(largest, value);
        }
        float sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.exp(row[i] - largest);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
