package io.stampede.core.data;

import java.nio.file.Path;
import java.util.List;

/** Pictures and labels on their way into an {@link ImageDataset}; its size is known beforehand. */
final class PictureBuffer {
    /** As many pictures as one Java array holds. */
    static final int MAX_PICTURES = (Integer.MAX_VALUE - 8) / ImageDataset.IMAGE_BYTES;

    private final byte[] pixels;
    private final int[] labels;
    private int size;

    private PictureBuffer(int pictures) {
        pixels = new byte[pictures * ImageDataset.IMAGE_BYTES];
        labels = new int[pictures];
    }

    /** Room for so many pictures, which a header or a file length must have proved to be there. */
    static PictureBuffer of(long pictures, Path source) {
        if (pictures < 1) {
            throw DataFault.unreadable(source, "expected at least one picture, found none");
        }
        if (pictures > MAX_PICTURES) {
            throw DataFault.unsuitable(
                    source,
                    "expected at most %d pictures, found %d".formatted(MAX_PICTURES, pictures));
        }
        return new PictureBuffer((int) pictures);
    }

    /** The array to write the next picture into, from {@link #offset()} on. */
    byte[] pixels() {
        return pixels;
    }

    /** Where the next picture begins. */
    int offset() {
        return size * ImageDataset.IMAGE_BYTES;
    }

    /** Ends the picture that was written at {@link #offset()}. */
    void endPicture(int label) {
        labels[size++] = label;
    }

    int size() {
        return size;
    }

    int label(int index) {
        return labels[index];
    }

    int maxLabel() {
        int max = 0;
        for (int i = 0; i < size; i++) {
            max = Math.max(max, labels[i]);
        }
        return max;
    }

    /** Hands the arrays over; the buffer must be full and not be used afterwards. */
    ImageDataset toDataset(List<String> labelNames) {
        if (size != labels.length) {
            throw new IllegalStateException(size + " of " + labels.length + " pictures written");
        }
        return new ImageDataset(pixels, labels, labelNames);
    }
}
