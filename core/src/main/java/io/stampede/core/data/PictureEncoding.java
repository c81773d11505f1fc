package io.stampede.core.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The two encodings of pictures in files, told apart by their first bytes and not by the name. */
enum PictureEncoding {
    /** Lossless, with a length before every chunk. */
    PNG("png"),
    /** Photographs. */
    JPEG("jpeg");

    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int PNG_END = 0x49454E44;
    private static final int PNG_CHUNK_FRAME_BYTES = 12;
    private static final int JPEG_START = 0xD8;
    private static final int JPEG_SCAN = 0xDA;
    private static final int JPEG_END = 0xD9;

    private final String formatName;

    PictureEncoding(String formatName) {
        this.formatName = formatName;
    }

    /** The name by which ImageIO knows it. */
    String formatName() {
        return formatName;
    }

    static PictureEncoding of(byte[] encoded, Path file) {
        if (encoded.length >= Long.BYTES && ByteBuffer.wrap(encoded).getLong() == PNG_SIGNATURE) {
            return PNG;
        }
        if (encoded.length >= 2 && isMarker(encoded, 0, JPEG_START)) {
            return JPEG;
        }
        throw DataFault.unreadable(file, "expected a JPEG or PNG picture, found neither");
    }

    /**
     * Refuses what was cut off, which decoders fill with grey, and chunk lengths beyond the end,
     * for which they allocate.
     */
    void checkComplete(byte[] encoded, Path file) {
        boolean complete =
                this == PNG
                        ? isPngComplete(ByteBuffer.wrap(encoded))
                        : lastMarker(encoded, JPEG_END) > lastMarker(encoded, JPEG_SCAN);
        if (!complete) {
            throw DataFault.unreadable(
                    file, "is a truncated or damaged %s: its end is missing".formatted(this));
        }
    }

    private static boolean isPngComplete(ByteBuffer png) {
        png.position(Long.BYTES);
        while (png.remaining() >= PNG_CHUNK_FRAME_BYTES) {
            int length = png.getInt();
            int type = png.getInt();
            if (length < 0 || length > png.remaining() - Integer.BYTES) {
                return false;
            }
            if (type == PNG_END) {
                return true;
            }
            png.position(png.position() + length + Integer.BYTES);
        }
        return false;
    }

    private static int lastMarker(byte[] jpeg, int marker) {
        for (int i = jpeg.length - 2; i >= 0; i--) {
            if (isMarker(jpeg, i, marker)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isMarker(byte[] jpeg, int offset, int marker) {
        return (jpeg[offset] & 0xFF) == 0xFF && (jpeg[offset + 1] & 0xFF) == marker;
    }
}
