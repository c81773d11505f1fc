package io.stampede.agent.serve;

import io.stampede.core.data.ImageDataset;
import java.util.List;

/**
 * A subnetwork that answers.
 *
 * <p>Not thread-safe: one instance per thread. Holds native memory until the caller closes it.
 */
public interface Predictor extends AutoCloseable {
    /**
     * Which engine answers: {@code pytorch}, or {@code tflite/} and its numbers as {@code float32}.
     */
    String engine();

    /** Name of each class. */
    List<String> labels();

    /** The logits of each picture, {@code [n][classes]}. */
    float[][] logits(ImageDataset pictures);

    /** Class probabilities of each picture, {@code [n][classes]}. */
    default float[][] probabilities(ImageDataset pictures) {
        float[][] rows = logits(pictures);
        for (float[] row : rows) {
            Softmax.inPlace(row);
        }
        return rows;
    }

    @Override
    void close();
}
