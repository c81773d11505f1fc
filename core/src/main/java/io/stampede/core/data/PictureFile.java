package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads one JPEG or PNG file of any size as a picture of Stampede.
 *
 * <p>The square in the middle is kept and resampled to 32x32. Grey becomes red, green and blue
 * alike; what is transparent shows white. Embedded colour profiles and orientation are not applied.
 */
public final class PictureFile {
    /** The most pixels that a picture may have: what 8192x8192 has. */
    static final long MAX_PIXELS = 1L << 26;

    private static final long MAX_FILE_BYTES = 1L << 27;

    /** Deflate packs at most 1,032 to 1, and a PNG pixel has at least one bit; JPEG packs less. */
    private static final long MAX_PIXELS_PER_BYTE = 8 * 1032;

    private PictureFile() {}

    /**
     * Reads a picture of {@link ImageDataset#IMAGE_BYTES} bytes, {@code [3, 32, 32]}.
     *
     * @throws StampedeException with {@link ErrorCode#DATA_UNREADABLE} that names the file, where
     *     it is no JPEG or PNG, is damaged or unreasonably large
     */
    public static byte[] read(Path file) {
        byte[] target = new byte[ImageDataset.IMAGE_BYTES];
        read(file, target, 0);
        return target;
    }

    /** Like {@link #read(Path)}, into a larger array. */
    static void read(Path file, byte[] target, int offset) {
        byte[] encoded = bytes(file);
        PictureEncoding encoding = PictureEncoding.of(encoded, file);
        encoding.checkComplete(encoded, file);
        new PixelRows(decode(encoded, encoding, file)).resample(target, offset);
    }

    private static byte[] bytes(Path file) {
        long sizeBytes = SourceFiles.size(file);
        if (sizeBytes > MAX_FILE_BYTES) {
            throw DataFault.unreadable(
                    file,
                    "expected a picture of at most %d bytes, found %d"
                            .formatted(MAX_FILE_BYTES, sizeBytes));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw DataFault.notRead(file, e);
        }
    }

    private static BufferedImage decode(byte[] encoded, PictureEncoding encoding, Path file) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(encoding.formatName()).next();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(in, true, true);
            checkSize(reader.getWidth(0), reader.getHeight(0), encoded.length, file);
            return reader.read(0);
        } catch (StampedeException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Decoders answer damage with whatever exception it happens to cause in them.
            throw DataFault.unreadable(
                    file, "is a damaged or unusual " + encoding + ": " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private static void checkSize(int width, int height, int sizeBytes, Path file) {
        long pixels = (long) width * height;
        long limit = Math.min(MAX_PIXELS, sizeBytes * MAX_PIXELS_PER_BYTE);
        if (width < 1 || height < 1 || pixels > limit) {
            throw DataFault.unreadable(
                    file,
                    "expected at most %d pixels in %d bytes, found %dx%d"
                            .formatted(limit, sizeBytes, width, height));
        }
    }
}
