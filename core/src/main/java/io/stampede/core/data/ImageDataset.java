package io.stampede.core.data;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Labelled pictures in memory, one byte per value.
 *
 * <p>Immutable and safe to share between threads: nothing hands out the arrays inside.
 */
public final class ImageDataset {
    /** Bytes of one picture: {@code [3, 32, 32]}, red plane first, row by row. */
    public static final int IMAGE_BYTES = 3 * 32 * 32;

    private final byte[] pixels; // [n, 3, 32, 32], unsigned
    private final int[] labels; // [n]
    private final List<String> labelNames;

    /**
     * Takes over its arrays: the caller must not change them afterwards.
     *
     * @param pixels {@code [n, 3, 32, 32]} unsigned bytes
     * @param labels {@code [n]}, each an index into {@code labelNames}
     * @param labelNames name of each class; their number is the number of classes
     * @throws StampedeException with {@link ErrorCode#DATA_UNSUITABLE} where these disagree
     */
    public ImageDataset(byte[] pixels, int[] labels, List<String> labelNames) {
        this.pixels = requireNonNull(pixels, "pixels is null");
        this.labels = requireNonNull(labels, "labels is null");
        this.labelNames = List.copyOf(labelNames);
        if (pixels.length != (long) labels.length * IMAGE_BYTES) {
            throw new StampedeException(
                    ErrorCode.DATA_UNSUITABLE,
                    "expected %d bytes for %d pictures, found %d"
                            .formatted(
                                    (long) labels.length * IMAGE_BYTES,
                                    labels.length,
                                    pixels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= this.labelNames.size()) {
                throw new StampedeException(
                        ErrorCode.DATA_UNSUITABLE,
                        "expected labels 0 to %d, found %d at picture %d"
                                .formatted(this.labelNames.size() - 1, labels[i], i));
            }
        }
    }

    /** Number of pictures. */
    public int size() {
        return labels.length;
    }

    /** Number of classes. */
    public int classes() {
        return labelNames.size();
    }

    /** Name of each class, by label. */
    public List<String> labelNames() {
        return labelNames;
    }

    /** Label of one picture. */
    public int label(int index) {
        return labels[index];
    }

    /** A copy of all labels, {@code [n]}. */
    public int[] labels() {
        return labels.clone();
    }

    /** One value of one picture, 0 to 255; {@code offset} runs over {@code [3, 32, 32]}. */
    public int value(int index, int offset) {
        return pixels[index * IMAGE_BYTES + offset] & 0xFF;
    }

    /** Copies one picture of {@link #IMAGE_BYTES} bytes. */
    public void copyImage(int index, byte[] target, int targetOffset) {
        System.arraycopy(pixels, index * IMAGE_BYTES, target, targetOffset, IMAGE_BYTES);
    }

    /** The pictures at the given indices, in that order, with the same classes. */
    public ImageDataset select(int[] indices) {
        byte[] selected = new byte[Math.multiplyExact(indices.length, IMAGE_BYTES)];
        int[] selectedLabels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            copyImage(indices[i], selected, i * IMAGE_BYTES);
            selectedLabels[i] = labels[indices[i]];
        }
        return new ImageDataset(selected, selectedLabels, labelNames);
    }

    /** SHA-256 over pictures and labels in hexadecimal, for provenance. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(pixels);
            for (int label : labels) {
                digest.update((byte) label);
                digest.update((byte) (label >>> 8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new StampedeException(ErrorCode.INTERNAL, "every Java has SHA-256", e);
        }
    }
}
