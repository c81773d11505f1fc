package io.stampede.core.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small files in every layout, made on the spot. */
final class TestPictures {
    private TestPictures() {}

    /** The value that a picture has at an offset: all rows, columns and planes differ. */
    static int value(int picture, int offset) {
        return (picture * 37 + offset * 7 + offset / 1024 * 91 + offset / 32 * 3) & 0xFF;
    }

    static ImageDataset dataset(int classes, int... labels) {
        byte[] pixels = new byte[labels.length * ImageDataset.IMAGE_BYTES];
        for (int i = 0; i < labels.length; i++) {
            for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
                pixels[i * ImageDataset.IMAGE_BYTES + offset] = (byte) value(i, offset);
            }
        }
        return new ImageDataset(pixels, labels, LabelNames.numbered(classes));
    }

    /** Records with the given label bytes in front, {@code [n][1 or 2]}. */
    static byte[] cifar(int[]... labels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int picture = 0; picture < labels.length; picture++) {
            for (int label : labels[picture]) {
                out.write(label);
            }
            for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
                out.write(value(picture, offset));
            }
        }
        return out.toByteArray();
    }

    static byte[] idx(int count, int rows, int columns) {
        ByteBuffer buffer = ByteBuffer.allocate(16 + count * rows * columns);
        buffer.putInt(0x0803).putInt(count).putInt(rows).putInt(columns);
        for (int i = 0; buffer.hasRemaining(); i++) {
            buffer.put((byte) (i * 11 + i / columns));
        }
        return buffer.array();
    }

    static byte[] idxLabels(int... labels) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length);
        buffer.putInt(0x0801).putInt(labels.length);
        for (int label : labels) {
            buffer.put((byte) label);
        }
        return buffer.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Path write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ImageDataset load(String source, Split split) {
        return ImageSources.open(SourceSpec.parse(source)).load(split);
    }
}
