package io.stampede.core.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What an IDX file says of itself: two zero bytes, type 8 for unsigned bytes, the number of
 * dimensions, then each dimension as a big-endian int.
 *
 * @param count number of pictures or labels
 * @param rows height of a picture; 1 for labels
 * @param columns width of a picture; 1 for labels
 */
record IdxHeader(int count, int rows, int columns) {
    private static final int UNSIGNED_BYTES = 0x0800;
    private static final int MAX_SIDE = 4096;

    /** Bytes of everything behind the header. */
    long bodyBytes() {
        return (long) count * rows * columns;
    }

    /** Bytes of the header itself. */
    static int sizeBytes(int dimensions) {
        return Integer.BYTES * (1 + dimensions);
    }

    /** Reads and checks the header of a file of labels (1 dimension) or pictures (3). */
    static IdxHeader read(DataInputStream in, int dimensions, Path file) throws IOException {
        int magic = in.readInt();
        int expected = UNSIGNED_BYTES | dimensions;
        if (magic != expected) {
            throw DataFault.unreadable(
                    file,
                    "expected IDX magic number 0x%08x (%s), found 0x%08x"
                            .formatted(expected, dimensions == 1 ? "labels" : "pictures", magic));
        }
        int count = in.readInt();
        int rows = dimensions == 1 ? 1 : in.readInt();
        int columns = dimensions == 1 ? 1 : in.readInt();
        if (count < 1 || rows < 1 || columns < 1 || rows > MAX_SIDE || columns > MAX_SIDE) {
            throw DataFault.unreadable(
                    file,
                    "expected at least one picture of 1x1 to %dx%d, found %d of %dx%d"
                            .formatted(MAX_SIDE, MAX_SIDE, count, rows, columns));
        }
        return new IdxHeader(count, rows, columns);
    }
}
