package io.stampede.core.tflite;

import static java.util.Objects.requireNonNull;

/**
 * What one convolution or classifier multiplies with and adds: row r of the kernel and bias r make
 * output r.
 *
 * <p>Holds its arrays without copying; whoever makes it hands them over.
 */
final class Weights {
    private final String name;
    private final int[] shape;
    private final float[] kernel;
    private final float[] bias;

    /**
     * Wraps values.
     *
     * @param shape {@code [out, k, k, in]} or {@code [out, in]}
     * @param kernel row-major
     * @param bias {@code [out]}
     */
    Weights(String name, int[] shape, float[] kernel, float[] bias) {
        this.name = requireNonNull(name, "name is null");
        this.shape = shape.clone();
        this.kernel = requireNonNull(kernel, "kernel is null");
        this.bias = requireNonNull(bias, "bias is null");
        long elements = 1;
        for (int side : shape) {
            elements *= side;
        }
        if (elements != kernel.length || shape[0] != bias.length) {
            throw new IllegalArgumentException(
                    "%s: expected %d values and %d biases, found %d and %d"
                            .formatted(name, elements, shape[0], kernel.length, bias.length));
        }
    }

    String name() {
        return name;
    }

    /** {@code [out, k, k, in]} or {@code [out, in]}. */
    int[] shape() {
        return shape.clone();
    }

    /** Number of outputs. */
    int rows() {
        return shape[0];
    }

    /** Values per output. */
    int rowLength() {
        return kernel.length / shape[0];
    }

    /** The values themselves, not a copy. */
    float[] kernel() {
        return kernel;
    }

    /** The values themselves, not a copy. */
    float[] bias() {
        return bias;
    }

    /** Largest magnitude of some rows. */
    float largest(int firstRow, int rowCount) {
        float largest = 0;
        int length = rowLength();
        for (int i = firstRow * length; i < (firstRow + rowCount) * length; i++) {
            largest = Math.max(largest, Math.abs(kernel[i]));
        }
        return largest;
    }
}
