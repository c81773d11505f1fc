package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.List;

/**
 * Values with a shape, on their way into or out of a file; row-major.
 *
 * <p>Wraps the array it is given: whoever makes a tensor hands the array over.
 */
public final class Tensor {
    private final float[] values;
    private final List<Integer> shape;

    /**
     * Wraps values.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where the shape does not
     *     hold exactly these values
     */
    public Tensor(float[] values, List<Integer> shape) {
        this.values = requireNonNull(values, "values is null");
        this.shape = List.copyOf(shape);
        long elements = 1;
        for (int side : this.shape) {
            elements = side < 0 ? -1 : Math.multiplyExact(elements, side);
        }
        if (elements != values.length) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected %d values for shape %s, found %d"
                            .formatted(elements, shape, values.length));
        }
    }

    /** The values themselves, not a copy. */
    public float[] values() {
        return values;
    }

    /** Length of each axis; empty for a single number. */
    public List<Integer> shape() {
        return shape;
    }
}
