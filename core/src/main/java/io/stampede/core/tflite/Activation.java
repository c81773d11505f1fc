package io.stampede.core.tflite;

/**
 * A value that flows between steps, for one picture.
 *
 * @param name unique within a network
 * @param size height and width in pixels, 0 for a vector without them
 * @param channels values per pixel, or of the vector
 */
record Activation(String name, int size, int channels) {
    /** Its dimensions, {@code [1, size, size, channels]} or {@code [1, channels]}. */
    int[] shape() {
        return size == 0 ? new int[] {1, channels} : new int[] {1, size, size, channels};
    }

    /** Number of values. */
    int values() {
        return size == 0 ? channels : size * size * channels;
    }
}
