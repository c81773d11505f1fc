package io.stampede.core.model;

/**
 * Reads some rows of a stored tensor without touching the rest: all that streaming asks of a file.
 */
@FunctionalInterface
public interface RowSource {
    /**
     * Reads rows along the first axis.
     *
     * @param name of the tensor, as in format.md
     * @param first row
     * @param count of rows
     * @return the rows' values, one after the other
     */
    float[] rows(String name, int first, int count);
}
