package io.stampede.core.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.SplittableRandom;

/**
 * Holds the engine's convolutions on this processor against sums in plain Java.
 *
 * <p>The engine packs channels into blocks of eight or sixteen and counts on zeros in what a block
 * has to spare. Where a processor does not tell the size of its caches, as in some virtual
 * machines, oneDNN leaves there whatever lay in that memory: networks whose channels do not fill
 * their blocks, which is what pruned ones are, compute wrong numbers, now and then NaN, and nobody
 * is told (docs/adr/0015-kernels-are-checked.md). So channel counts here are such ones, and memory
 * that is about to be used again is filled with NaN before, lest a kernel be right by luck. Takes
 * some milliseconds.
 */
final class KernelCheck {
    private static final int[] CHANNELS = {24, 13, 8, 40};
    private static final int BATCH = 2;
    private static final int SIZE = 8;
    private static final int KERNEL = 3;
    private static final int SAMPLES = 64;
    private static final int REPEATS = 3;
    private static final double TOLERANCE = 0.05; // more than bfloat16 does to values of about 1
    private static final int[] LITTER_VALUES = {1 << 12, 1 << 13, 1 << 14};
    private static final int LITTER_PIECES = 4;

    private final int channels;
    private final float[] pictures;
    private final float[] weights;

    private KernelCheck(int channels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.channels = channels;
        this.pictures = uniform(random, BATCH * channels * SIZE * SIZE);
        this.weights = uniform(random, channels * channels * KERNEL * KERNEL);
    }

    /** How the engine convolves with a kernel of three, stride 1 and padding 1. */
    @FunctionalInterface
    interface Engine {
        /** {@code [b, in, h, w]} and {@code [out, in, 3, 3]} to {@code [b, out, h, w]}. */
        NDArray convolve(NDArray pictures, NDArray weights);
    }

    /**
     * Looks at this machine.
     *
     * @throws StampedeException with {@link ErrorCode#ENGINE_FAILED} where a convolution is wrong
     */
    static void require(Engine engine) {
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            for (int channels : CHANNELS) {
                if (!new KernelCheck(channels, repeat).agrees(engine)) {
                    throw new StampedeException(
                            ErrorCode.ENGINE_FAILED,
                            ("expected right convolutions of %s on this processor, found wrong"
                                            + " ones of %d channels; set ONEDNN_MAX_CPU_ISA=SSE41 in the"
                                            + " environment and start again")
                                    .formatted(TensorEngine.description(), channels));
                }
            }
        }
    }

    /** The convolution that networks use. */
    static NDArray convolve(NDArray pictures, NDArray weights) {
        Shape one = new Shape(1, 1);
        return pictures.getNDArrayInternal()
                .convolution(pictures, weights, null, one, one, one, 1)
                .singletonOrThrow();
    }

    private boolean agrees(Engine engine) {
        try (NDManager manager = TensorEngine.engine().newBaseManager(Device.cpu())) {
            NDArray value = manager.create(pictures, new Shape(BATCH, channels, SIZE, SIZE));
            NDArray weight = manager.create(weights, new Shape(channels, channels, KERNEL, KERNEL));
            litter(manager);
            float[] found = engine.convolve(value, weight).toFloatArray();
            SplittableRandom random = new SplittableRandom(channels);
            for (int sample = 0; sample < SAMPLES; sample++) {
                int index = random.nextInt(found.length);
                if (!(Math.abs(found[index] - expected(index)) < TOLERANCE)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Leaves NaN behind in memory that is free again. */
    private static void litter(NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            for (int values : LITTER_VALUES) {
                for (int piece = 0; piece < LITTER_PIECES; piece++) {
                    scope.full(new Shape(values), Float.NaN);
                }
            }
        }
    }

    /** One value of the output, counted as it lies plane by plane. */
    private double expected(int index) {
        int x = index % SIZE;
        int y = index / SIZE % SIZE;
        int out = index / (SIZE * SIZE) % channels;
        int picture = index / (SIZE * SIZE * channels);
        double sum = 0;
        for (int in = 0; in < channels; in++) {
            sum += window(picture * channels + in, out * channels + in, y, x);
        }
        return sum;
    }

    /** What one plane adds to one value: the kernel around a pixel, zeros outside the plane. */
    private double window(int plane, int kernel, int y, int x) {
        double sum = 0;
        for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
            int row = y + tap / KERNEL - 1;
            int column = x + tap % KERNEL - 1;
            if (row >= 0 && row < SIZE && column >= 0 && column < SIZE) {
                sum +=
                        (double) pictures[(plane * SIZE + row) * SIZE + column]
                                * weights[kernel * KERNEL * KERNEL + tap];
            }
        }
        return sum;
    }

    private static float[] uniform(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }
}
