package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static io.stampede.core.data.TestPictures.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.ErrorCode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    @TempDir Path directory;

    @Test
    void keeps_the_pixels_of_a_32x32_png() throws Exception {
        // Given
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                image.setRGB(x, y, (x * 8) << 16 | (y * 8) << 8 | (x + y));
            }
        }
        // When
        byte[] picture = read(image, "png");
        // Then
        assertEquals(3 * 8, picture[5 * 32 + 3] & 0xFF);
        assertEquals(5 * 8, picture[1024 + 5 * 32 + 3] & 0xFF);
        assertEquals(3 + 5, picture[2048 + 5 * 32 + 3] & 0xFF);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void keeps_the_stored_value_of_grey(int type) throws Exception {
        // Given
        BufferedImage image = new BufferedImage(40, 40, type);
        int max = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
        for (int i = 0; i < 1600; i++) {
            image.getRaster().setSample(i % 40, i / 40, 0, max * 100 / 255);
        }
        // When
        byte[] picture = read(image, "png");
        // Then
        for (byte value : picture) {
            assertEquals(100, value & 0xFF, 1);
        }
    }

    @Test
    void shows_white_through_transparency() throws Exception {
        // Given
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
        fill(image, new Color(255, 0, 0, 128), 0, 16);
        // When
        byte[] picture = read(image, "png");
        // Then
        assertEquals(255, picture[0] & 0xFF);
        assertEquals(127, picture[1024] & 0xFF);
        assertEquals(255, picture[1024 + 31] & 0xFF);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY})
    void looks_colours_up_in_a_palette(int type) throws Exception {
        // Given
        BufferedImage image = new BufferedImage(32, 32, type);
        fill(image, Color.WHITE, 0, 32);
        // When
        byte[] picture = read(image, "png");
        // Then
        assertEquals(255, picture[0] & 0xFF);
        assertEquals(255, picture[3071] & 0xFF);
    }

    @Test
    void crops_a_wide_photograph_to_the_square_in_its_middle() throws Exception {
        // Given
        BufferedImage image = new BufferedImage(300, 100, BufferedImage.TYPE_3BYTE_BGR);
        fill(image, Color.RED, 0, 100);
        fill(image, Color.GREEN, 100, 200);
        fill(image, Color.BLUE, 200, 300);
        // When
        byte[] picture = read(image, "jpg");
        // Then
        for (int i = 0; i < 1024; i++) {
            assertEquals(255, picture[1024 + i] & 0xFF, 40);
            assertEquals(0, picture[i] & 0xFF, 40);
        }
    }

    @Test
    void goes_by_the_content_and_not_by_the_name() throws Exception {
        // Given
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
        Path file = write(directory.resolve("misnamed.jpg"), encode(image, "png"));
        // When
        byte[] picture = PictureFile.read(file);
        // Then
        assertEquals(ImageDataset.IMAGE_BYTES, picture.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void refuses_a_truncated_picture(String format) throws Exception {
        // Given
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_3BYTE_BGR);
        fill(image, Color.ORANGE, 50, 120);
        byte[] whole = encode(image, format);
        Path file =
                write(directory.resolve("cut." + format), Arrays.copyOf(whole, whole.length / 2));
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> PictureFile.read(file),
                "cut." + format,
                "truncated");
    }

    @Test
    void refuses_what_is_no_picture() {
        // Given
        Path file = write(directory.resolve("a.png"), "hello".getBytes(StandardCharsets.UTF_8));
        Path empty = write(directory.resolve("b.jpg"), new byte[0]);
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE, () -> PictureFile.read(file), "a.png", "JPEG or PNG");
        assertRefused(ErrorCode.DATA_UNREADABLE, () -> PictureFile.read(empty), "b.jpg");
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> PictureFile.read(directory.resolve("missing.png")),
                "missing.png");
    }

    @Test
    void refuses_more_pixels_than_the_file_can_hold_before_it_decodes() throws Exception {
        // Given
        byte[] png = encode(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "png");
        ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
        Path file = write(directory.resolve("bomb.png"), png);
        // Then
        assertRefused(ErrorCode.DATA_UNREADABLE, () -> PictureFile.read(file), "bomb.png", "30000");
    }

    @Test
    void refuses_a_chunk_that_ends_behind_the_file() throws Exception {
        // Given
        byte[] png = encode(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY), "png");
        ByteBuffer.wrap(png).putInt(33, Integer.MAX_VALUE);
        Path file = write(directory.resolve("chunk.png"), png);
        // Then
        assertRefused(ErrorCode.DATA_UNREADABLE, () -> PictureFile.read(file), "chunk.png");
    }

    private byte[] read(BufferedImage image, String format) throws IOException {
        return PictureFile.read(
                write(directory.resolve("picture." + format), encode(image, format)));
    }

    static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer for " + format);
        }
        return out.toByteArray();
    }

    static void fill(BufferedImage image, Color colour, int left, int right) {
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(left, 0, right - left, image.getHeight());
        graphics.dispose();
    }
}
