package io.stampede.core.adapt;

import io.stampede.core.data.ImageDataset;
import java.nio.file.Path;
import java.util.List;

/**
 * Serves a subnetwork file with the default engine.
 *
 * <p>Not thread-safe: one instance per thread. Holds native memory until closed.
 */
public final class Classifier implements AutoCloseable {
    private Classifier() {}

    /** Loads a subnetwork file, or the {@code subnetwork.safetensors} of a directory. */
    public static Classifier open(Path subnetwork) {
        throw new IllegalStateException("under construction");
    }

    /** Name of each class. */
    public List<String> labels() {
        throw new IllegalStateException("under construction");
    }

    /** Class probabilities of each picture, {@code [n][classes]}. */
    public float[][] probabilities(ImageDataset pictures) {
        throw new IllegalStateException("under construction");
    }

    @Override
    public void close() {}
}
