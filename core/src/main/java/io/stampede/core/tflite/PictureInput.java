package io.stampede.core.tflite;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import java.nio.FloatBuffer;

/**
 * Turns pictures into what a TensorFlow Lite file takes: normalised floats, {@code [32, 32, 3]}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class PictureInput {
    /** Values of one picture. */
    public static final int VALUES = ImageDataset.IMAGE_BYTES;

    private static final int PIXELS = NetworkSpec.IMAGE_SIZE * NetworkSpec.IMAGE_SIZE;
    private static final int PLANES = NetworkSpec.IMAGE_CHANNELS;

    private final float[][] table;

    /** Pictures seen through the normalisation that the model carries. */
    public PictureInput(Normalization normalization) {
        this.table = normalization.table();
    }

    /** Writes one picture from the target's position on, {@link #VALUES} floats. */
    public void write(ImageDataset pictures, int index, FloatBuffer target) {
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            for (int plane = 0; plane < PLANES; plane++) {
                target.put(table[plane][pictures.value(index, plane * PIXELS + pixel)]);
            }
        }
    }

    /** One picture, {@code [32, 32, 3]}. */
    float[] values(ImageDataset pictures, int index) {
        float[] values = new float[VALUES];
        write(pictures, index, FloatBuffer.wrap(values));
        return values;
    }
}
