package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.NetworkSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/**
 * Turns pictures into normalised tensors, as they are or randomly cropped and flipped.
 *
 * <p>Not thread-safe: values go into the engine through one buffer outside the heap. A buffer for
 * each tensor would stay there until a garbage collection, which knows nothing of that memory.
 */
public final class ImageBatches {
    private static final int SIZE = NetworkSpec.IMAGE_SIZE;
    private static final int PLANE = SIZE * SIZE;
    private static final int PLANES = NetworkSpec.IMAGE_CHANNELS;
    private static final int PADDING = 4;

    private final ImageDataset data;
    private final float[][] table;
    private final PictureLayout layout;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** Batches of one dataset, seen through one normalisation, plane by plane in memory. */
    public ImageBatches(ImageDataset data, Normalization normalization) {
        this(data, normalization, PictureLayout.PLANES);
    }

    /** Batches in the layout that suits a network. */
    public ImageBatches(ImageDataset data, Normalization normalization, PictureLayout layout) {
        this(data, normalization.table(), layout);
    }

    private ImageBatches(ImageDataset data, float[][] table, PictureLayout layout) {
        this.data = data;
        this.table = table;
        this.layout = layout;
    }

    /** Batches of other pictures, seen the same way and sharing this object's buffer. */
    ImageBatches of(ImageDataset other) {
        ImageBatches batches = new ImageBatches(other, table, layout);
        batches.buffer = buffer;
        return batches;
    }

    /** The pictures as they are, {@code [b, 3, 32, 32]}. */
    public NDArray plain(NDManager manager, int[] indices) {
        float[] values = new float[indices.length * ImageDataset.IMAGE_BYTES];
        for (int i = 0; i < indices.length; i++) {
            write(indices[i], values, i * ImageDataset.IMAGE_BYTES, 0, 0, false);
        }
        return tensor(manager, values, indices.length);
    }

    /** The pictures, each shifted by up to 4 pixels and, where asked, flipped at random. */
    public NDArray augmented(
            NDManager manager, int[] indices, RandomGenerator random, boolean flip) {
        float[] values = new float[indices.length * ImageDataset.IMAGE_BYTES];
        for (int i = 0; i < indices.length; i++) {
            int down = random.nextInt(2 * PADDING + 1) - PADDING;
            int right = random.nextInt(2 * PADDING + 1) - PADDING;
            boolean mirrored = random.nextBoolean() && flip;
            write(indices[i], values, i * ImageDataset.IMAGE_BYTES, down, right, mirrored);
        }
        return tensor(manager, values, indices.length);
    }

    /** Rows with a one at each picture's label, {@code [b, classes]}. */
    public NDArray oneHot(NDManager manager, int[] indices) {
        float[] values = new float[indices.length * data.classes()];
        for (int i = 0; i < indices.length; i++) {
            values[i * data.classes() + data.label(indices[i])] = 1;
        }
        return manager.create(values, new Shape(indices.length, data.classes()));
    }

    /**
     * The same shape for either layout, by strides alone.
     *
     * <p>Copied, since a tensor made from a Java array borrows memory that ends with that tensor.
     */
    private NDArray tensor(NDManager manager, float[] values, int count) {
        Shape planes = new Shape(count, PLANES, SIZE, SIZE);
        Shape pixels = new Shape(count, SIZE, SIZE, PLANES);
        if (layout == PictureLayout.PLANES) {
            try (NDArray borrowed = manager.create(direct(values), planes, DataType.FLOAT32)) {
                return borrowed.duplicate();
            }
        }
        try (NDArray borrowed = manager.create(direct(values), pixels, DataType.FLOAT32);
                NDArray transposed = borrowed.transpose(0, 3, 1, 2)) {
            return transposed.duplicate();
        }
    }

    private ByteBuffer direct(float[] values) {
        int bytes = values.length * Float.BYTES;
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        buffer.clear().limit(bytes);
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    private void write(
            int image, float[] values, int offset, int down, int right, boolean mirrored) {
        boolean pixels = layout == PictureLayout.PIXELS;
        int stride = pixels ? PLANES : 1;
        int step = mirrored ? -1 : 1;
        int shift = mirrored ? right : -right;
        for (int plane = 0; plane < PLANES; plane++) {
            float[] lookup = table[plane];
            int start = offset + (pixels ? plane : plane * PLANE);
            int first = plane * PLANE + right + (mirrored ? SIZE - 1 : 0);
            for (int y = 0; y < SIZE; y++) {
                boolean inside = y + down >= 0 && y + down < SIZE;
                int from = inside ? Math.max(0, shift) : SIZE;
                int to = inside ? Math.min(SIZE, SIZE + shift) : SIZE;
                int row = start + y * SIZE * stride;
                int source = first + (y + down) * SIZE;
                for (int x = 0; x < from; x++) {
                    values[row + x * stride] = lookup[0];
                }
                for (int x = from; x < to; x++) {
                    values[row + x * stride] = lookup[data.value(image, source + step * x)];
                }
                for (int x = to; x < SIZE; x++) {
                    values[row + x * stride] = lookup[0];
                }
            }
        }
    }
}
