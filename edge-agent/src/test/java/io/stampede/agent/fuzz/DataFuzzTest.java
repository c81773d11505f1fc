package io.stampede.agent.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.PictureFile;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Sinks;

class DataFuzzTest {
    private static Scratch scratch;
    private static List<byte[]> mats;
    private static List<byte[]> pictures;

    @BeforeContainer
    static void makeSeeds() throws IOException {
        scratch = new Scratch();
        mats = List.of(mat(0), mat(6));
        pictures =
                List.of(
                        picture(BufferedImage.TYPE_4BYTE_ABGR, "png"),
                        picture(BufferedImage.TYPE_BYTE_INDEXED, "png"),
                        picture(BufferedImage.TYPE_3BYTE_BGR, "jpg"));
        scratch.hold("labels-idx1", idxLabels());
    }

    @AfterContainer
    static void deleteFiles() throws IOException {
        scratch.close();
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void cifar10(@ForAll long number) {
        feed(number, "cifar10", "a.bin", List.of(cifar(1)));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void cifar100(@ForAll long number) {
        feed(number, "cifar100", "a.bin", List.of(cifar(2)));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void idx_images(@ForAll long number) {
        feed(number, "idx", "images-idx3", List.of(idx()));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void idx_images_compressed(@ForAll long number) throws IOException {
        feed(number, "idx", "images-idx3.gz", List.of(gzip(idx())));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void svhn_mat(@ForAll long number) {
        feed(number, "svhn", "a.mat", mats);
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void picture_files(@ForAll long number) {
        Fuzz.feed(
                number,
                pictures,
                Fuzz.PICTURE_BYTES,
                bytes -> PictureFile.read(scratch.hold("a.png", bytes)));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void sources_by_name(@ForAll long number) {
        List<byte[]> seeds =
                List.of(
                        "procedural:target?classes=3&per-class=4&seed=9".getBytes(UTF_8),
                        "folder:/nowhere/at/all".getBytes(UTF_8));
        Fuzz.feed(
                number,
                seeds,
                bytes -> {
                    String text = new String(bytes, UTF_8);
                    // A number with more digits asks for more pictures than a test has time for.
                    if (!text.matches("(?s).*\\d{3}.*")) {
                        ImageSources.open(SourceSpec.parse(text)).load(Split.TRAIN);
                    }
                });
    }

    private static void feed(long number, String kind, String name, List<byte[]> seeds) {
        Fuzz.feed(
                number,
                seeds,
                bytes -> {
                    Path file = scratch.hold(name, bytes);
                    ImageSources.open(SourceSpec.parse(kind + ":" + file)).load(Split.TRAIN);
                });
    }

    private static byte[] cifar(int labelBytes) {
        byte[] records = new byte[2 * (labelBytes + ImageDataset.IMAGE_BYTES)];
        new Random(1).nextBytes(records);
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < labelBytes; k++) {
                records[i * records.length / 2 + k] = (byte) (i + k);
            }
        }
        return records;
    }

    private static byte[] idx() {
        ByteBuffer buffer = ByteBuffer.allocate(16 + 2 * 28 * 28);
        buffer.putInt(0x0803).putInt(2).putInt(28).putInt(28);
        return buffer.array();
    }

    private static byte[] idxLabels() {
        return ByteBuffer.allocate(10).putInt(0x0801).putInt(2).put((byte) 1).put((byte) 2).array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] picture(int type, String format) throws IOException {
        BufferedImage image = new BufferedImage(50, 40, type);
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            image.setRGB(i % 50, i / 50, random.nextInt());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private static byte[] mat(int deflateLevel) throws IOException {
        MatFile mat = Mat5.newMatFile();
        mat.addArray("X", Mat5.newMatrix(new int[] {32, 32, 3, 2}, MatlabType.UInt8));
        var labels = Mat5.newMatrix(2, 1, MatlabType.UInt8);
        labels.setInt(0, 10);
        labels.setInt(1, 7);
        mat.addArray("y", labels);
        Path file = scratch.path("seed-" + deflateLevel + ".mat");
        try (var sink = Sinks.newStreamingFile(file.toFile())) {
            Mat5.newWriter(sink).setDeflateLevel(deflateLevel).writeMat(mat);
        }
        return Files.readAllBytes(file);
    }
}
