package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where one tensor of a safetensors file stands and what it looks like.
 *
 * @param dtype number format
 * @param shape length of each axis
 * @param begin first byte, counted from the end of the header
 * @param end byte behind the last one, counted from the end of the header
 */
public record TensorInfo(DType dtype, List<Integer> shape, long begin, long end) {
    /** Checks and copies. */
    public TensorInfo {
        requireNonNull(dtype, "dtype is null");
        shape = List.copyOf(shape);
    }

    /** Number of values. */
    public long elements() {
        return (end - begin) / dtype.bytes();
    }

    /** Length of the first axis, 1 for a single number. */
    public int rows() {
        return shape.isEmpty() ? 1 : shape.get(0);
    }
}
