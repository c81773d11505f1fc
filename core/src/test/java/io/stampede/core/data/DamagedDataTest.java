package io.stampede.core.data;

import static io.stampede.core.data.TestPictures.cifar;
import static io.stampede.core.data.TestPictures.gzip;
import static io.stampede.core.data.TestPictures.idx;
import static io.stampede.core.data.TestPictures.idxLabels;
import static io.stampede.core.data.TestPictures.write;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Sinks;

/** Feeds every reader with damaged files: each is read or refused, and nothing else happens. */
class DamagedDataTest {
    private static final int TRIES = 120;
    private static final long MAX_ALLOCATED_BYTES = 64 << 20;
    private static final Set<ErrorCode> CODES =
            Set.of(ErrorCode.DATA_UNREADABLE, ErrorCode.DATA_UNSUITABLE);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir Path directory;

    static Stream<Arguments> layouts() throws IOException {
        return Stream.of(
                Arguments.of("cifar10", "a.bin", cifar(new int[] {3}, new int[] {4})),
                Arguments.of("cifar100", "a.bin", cifar(new int[] {3, 99})),
                Arguments.of("idx", "images-idx3", idx(2, 28, 28)),
                Arguments.of("idx", "images-idx3.gz", gzip(idx(2, 28, 28))),
                Arguments.of("svhn", "a.mat", mat(0)),
                Arguments.of("svhn", "a.mat", mat(6)),
                Arguments.of("folder", "x/a.png", picture(BufferedImage.TYPE_4BYTE_ABGR, "png")),
                Arguments.of("folder", "x/a.png", picture(BufferedImage.TYPE_BYTE_INDEXED, "png")),
                Arguments.of("folder", "x/a.jpg", picture(BufferedImage.TYPE_3BYTE_BGR, "jpg")));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void damage_is_read_or_refused_and_costs_little_memory(String kind, String name, byte[] whole)
            throws IOException {
        // Given
        Random random = new Random(name.hashCode() + whole.length);
        Path file = write(directory.resolve(name), whole);
        write(directory.resolve("labels-idx1"), idxLabels(1, 2));
        boolean folder = kind.equals("folder");
        if (folder) {
            write(directory.resolve("x/b" + name.substring(3)), whole);
            write(directory.resolve("y/a" + name.substring(3)), whole);
            write(directory.resolve("y/b" + name.substring(3)), whole);
        }
        SourceSpec spec = SourceSpec.parse(kind + ":" + (folder ? directory : file));
        ImageSources.open(spec).load(Split.TRAIN);
        int refused = 0;
        // When
        for (int i = 0; i < TRIES; i++) {
            Files.write(file, damage(whole, random));
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            refused += isRefused(spec) ? 1 : 0;
            // Then
            long allocated =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertTrue(allocated < MAX_ALLOCATED_BYTES, "try " + i + ": " + allocated + " bytes");
        }
        assertTrue(refused > TRIES / 10, "only " + refused + " refused");
    }

    private static boolean isRefused(SourceSpec spec) {
        try {
            ImageSources.open(spec).load(Split.TRAIN);
            return false;
        } catch (StampedeException e) {
            assertTrue(CODES.contains(e.code()), e.toString());
            return true;
        }
    }

    /** Cut off, changed in a few bytes (mostly of the header), or nothing but noise. */
    private static byte[] damage(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        int way = random.nextInt(10);
        if (way == 0) {
            random.nextBytes(damaged);
        } else if (way <= 2) {
            return Arrays.copyOf(whole, random.nextInt(whole.length));
        } else {
            int reach = random.nextBoolean() ? Math.min(300, whole.length) : whole.length;
            for (int i = random.nextInt(4); i >= 0; i--) {
                boolean extreme = random.nextInt(3) == 0;
                byte value = (byte) (extreme ? 0x7F : random.nextInt(256));
                damaged[random.nextInt(reach)] = value;
            }
        }
        return damaged;
    }

    private static byte[] mat(int deflateLevel) throws IOException {
        MatFile mat = Mat5.newMatFile();
        mat.addArray("X", Mat5.newMatrix(new int[] {32, 32, 3, 2}, MatlabType.UInt8));
        var y = Mat5.newMatrix(2, 1, MatlabType.UInt8);
        y.setInt(0, 10);
        y.setInt(1, 7);
        mat.addArray("y", y);
        Path file = Files.createTempFile("stampede", ".mat");
        try {
            Files.delete(file);
            try (var sink = Sinks.newStreamingFile(file.toFile())) {
                Mat5.newWriter(sink).setDeflateLevel(deflateLevel).writeMat(mat);
            }
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static byte[] picture(int type, String format) throws IOException {
        BufferedImage image = new BufferedImage(50, 40, type);
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            image.setRGB(i % 50, i / 50, random.nextInt());
        }
        return PictureFileTest.encode(image, format);
    }
}
