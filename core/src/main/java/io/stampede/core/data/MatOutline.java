package io.stampede.core.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Walks over the variables of a MATLAB level 5 file and checks the lengths in their headers, since
 * the library that reads it allocates whatever these promise.
 *
 * <p>See "MAT-File Format" of MathWorks, chapter 1: a 128-byte header, then for each variable a tag
 * of type and length, deflated or not, with array flags, dimensions and name in front of the data.
 */
final class MatOutline {
    /** Bytes in front of the first variable. */
    static final int HEADER_BYTES = 128;

    private static final int VERSION_OFFSET = 124;
    private static final int ENDIAN_OFFSET = 126;
    private static final int TAG_BYTES = 8;
    private static final int HEAD_BYTES = 512;
    private static final int TYPE_MATRIX = 14;
    private static final int TYPE_COMPRESSED = 15;
    private static final int FLAGS_BYTES = 8;
    private static final int MAX_DIMENSIONS_BYTES = 32;
    private static final int MAX_NAME_BYTES = 64;
    private static final int OPAQUE_CLASS = 17;

    private final FileChannel channel;
    private final Path file;

    MatOutline(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** Goes over the whole file; reads a few hundred bytes of each variable. */
    void check() throws IOException {
        ByteBuffer header = read(0, HEADER_BYTES);
        ByteOrder order = order(header);
        header.order(order);
        int version = header.getShort(VERSION_OFFSET);
        if (version != 0x0100) {
            throw DataFault.unreadable(
                    file,
                    "expected MATLAB level 5 (version 0x0100), found 0x%04x; save it with -v7"
                            .formatted(version));
        }
        long position = HEADER_BYTES;
        while (position < channel.size()) {
            ByteBuffer tag = read(position, TAG_BYTES).order(order);
            int type = tag.getInt();
            long length = tag.getInt() & 0xFFFFFFFFL;
            position += TAG_BYTES;
            if (length > channel.size() - position) {
                throw damaged("a variable of %d bytes ends behind the file".formatted(length));
            }
            checkVariable(head(type, position, length).order(order));
            position += length;
        }
    }

    private ByteOrder order(ByteBuffer header) {
        short mark = header.getShort(ENDIAN_OFFSET);
        if (mark == 0x4D49) {
            return ByteOrder.BIG_ENDIAN;
        }
        if (mark == 0x494D) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        throw DataFault.unreadable(file, "expected a MATLAB level 5 file, found something else");
    }

    /** The first bytes of a variable behind its matrix tag. */
    private ByteBuffer head(int type, long position, long length) throws IOException {
        ByteBuffer stored = read(position, (int) Math.min(length, HEAD_BYTES));
        if (type == TYPE_MATRIX) {
            return stored;
        }
        if (type != TYPE_COMPRESSED) {
            throw damaged("expected a variable, found type " + type);
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
            while (head.hasRemaining() && inflater.inflate(head) > 0) {
                // inflate() may stop before its target is full
            }
            head.flip();
            head.position(Math.min(TAG_BYTES, head.limit()));
            return head.slice();
        } catch (DataFormatException e) {
            throw DataFault.unreadable(file, "is damaged: a variable cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    private void checkVariable(ByteBuffer head) {
        int flags = skipField(head, FLAGS_BYTES);
        skipField(head, MAX_DIMENSIONS_BYTES);
        skipField(head, MAX_NAME_BYTES);
        if ((head.getInt(flags) & 0xFF) == OPAQUE_CLASS) {
            throw damaged("expected arrays only, found a MATLAB object");
        }
    }

    /** Goes behind a field and gives back where its content began. */
    private int skipField(ByteBuffer head, int maxBytes) {
        if (head.remaining() < TAG_BYTES) {
            throw damaged("the header of a variable ends too early");
        }
        int start = head.position();
        int type = head.getInt();
        boolean packed = type >>> 16 != 0; // length and up to 4 bytes share the tag
        int length = packed ? type >>> 16 : head.getInt();
        int content = packed ? start + Integer.BYTES : start + TAG_BYTES;
        int end = packed ? start + TAG_BYTES : content + (length + 7) / 8 * 8;
        if (length < 0 || length > maxBytes || (packed && length > 4) || end > head.limit()) {
            throw damaged(
                    "expected a field of at most %d bytes, found %d".formatted(maxBytes, length));
        }
        head.position(end);
        return content;
    }

    private ByteBuffer read(long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("ended at byte " + (position + buffer.position()));
            }
        }
        return buffer.flip();
    }

    private RuntimeException damaged(String what) {
        return DataFault.unreadable(file, "is damaged: " + what);
    }
}
