package io.stampede.it.path;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Private pictures of noise under label names that occur nowhere else, so that whatever of them
 * leaves the device can be recognised.
 */
final class CanaryPictures {
    static final List<String> LABELS =
            List.of("umbra-canary-7f3a", "penumbra-canary-91c2", "antumbra-canary-d40b");

    /** The folder's name: where the data lies is private too. */
    static final String FOLDER = "canary-folder-5be1";

    private static final int PER_CLASS = 16;
    private static final int SIDE = 32;

    private final Path directory;
    private final Set<Long> traces = new HashSet<>();

    private CanaryPictures(Path directory) {
        this.directory = directory;
    }

    /** Draws the pictures below a directory. */
    static CanaryPictures draw(Path parent) throws IOException {
        CanaryPictures pictures = new CanaryPictures(parent.resolve(FOLDER));
        SplittableRandom random = new SplittableRandom(1);
        for (String label : LABELS) {
            Path folder = Files.createDirectories(pictures.directory.resolve(label));
            for (int i = 0; i < PER_CLASS; i++) {
                pictures.draw(folder.resolve(i + ".png"), random);
            }
        }
        return pictures;
    }

    /** The source as the agent's configuration names it. */
    String source() {
        return "folder:" + directory;
    }

    /** Everything private that these bytes contain: names, or eight values of one picture. */
    List<String> leaksIn(byte[] bytes) {
        List<String> leaks = new ArrayList<>();
        String text = new String(bytes, ISO_8859_1);
        for (String name : LABELS) {
            if (text.contains(name)) {
                leaks.add(name);
            }
        }
        if (text.contains(FOLDER)) {
            leaks.add(FOLDER);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i + Long.BYTES <= bytes.length; i++) {
            if (traces.contains(buffer.getLong(i))) {
                leaks.add("pixels at " + i);
            }
        }
        return leaks;
    }

    /** Bytes in which {@link #leaksIn} must find something. */
    byte[] sample() throws IOException {
        Path file = directory.resolve(LABELS.get(0)).resolve("0.png");
        byte[] rows = new byte[SIDE];
        BufferedImage image = ImageIO.read(file.toFile());
        for (int x = 0; x < SIDE; x++) {
            rows[x] = (byte) (image.getRGB(x, 3) >> 8);
        }
        return rows;
    }

    private void draw(Path file, SplittableRandom random) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        byte[] planes = new byte[3 * SIDE * SIDE];
        byte[] interleaved = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = random.nextInt(1 << 24);
            image.setRGB(i % SIDE, i / SIDE, rgb);
            for (int plane = 0; plane < 3; plane++) {
                byte value = (byte) (rgb >> 8 * (2 - plane));
                planes[plane * SIDE * SIDE + i] = value;
                interleaved[3 * i + plane] = value;
            }
        }
        ImageIO.write(image, "png", file.toFile());
        remember(planes);
        remember(interleaved);
        // The file as it is, but for the header that all such files share.
        byte[] encoded = Files.readAllBytes(file);
        remember(Arrays.copyOfRange(encoded, 64, encoded.length - 16));
    }

    private void remember(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i + Long.BYTES <= bytes.length; i++) {
            traces.add(buffer.getLong(i));
        }
    }
}
