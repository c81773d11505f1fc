package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static io.stampede.core.data.TestPictures.gzip;
import static io.stampede.core.data.TestPictures.idx;
import static io.stampede.core.data.TestPictures.idxLabels;
import static io.stampede.core.data.TestPictures.load;
import static io.stampede.core.data.TestPictures.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir Path directory;

    @Test
    void frames_28x28_in_black_and_repeats_grey_in_every_colour() {
        // Given
        byte[] file = idx(2, 28, 28);
        write(directory.resolve(IMAGES), file);
        write(directory.resolve(LABELS), idxLabels(7, 0));
        // When
        ImageDataset data = load("idx:" + directory, Split.TRAIN);
        // Then
        assertArrayEquals(new int[] {7, 0}, data.labels());
        assertEquals(10, data.classes());
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                boolean inside = y >= 2 && y < 30 && x >= 2 && x < 30;
                int source = 16 + 28 * 28 + (y - 2) * 28 + x - 2;
                int expected = inside ? file[source] & 0xFF : 0;
                for (int channel = 0; channel < 3; channel++) {
                    assertEquals(expected, data.value(1, channel * 1024 + y * 32 + x));
                }
            }
        }
    }

    @Test
    void reads_gzipped_files_to_the_same_pictures() {
        // Given
        write(directory.resolve("a/" + IMAGES), idx(3, 28, 28));
        write(directory.resolve("a/" + LABELS), idxLabels(1, 2, 3));
        write(directory.resolve("b/" + IMAGES + ".gz"), gzip(idx(3, 28, 28)));
        write(directory.resolve("b/" + LABELS + ".gz"), gzip(idxLabels(1, 2, 3)));
        // When
        ImageDataset plain = load("idx:" + directory.resolve("a"), Split.TRAIN);
        ImageDataset packed = load("idx:" + directory.resolve("b"), Split.TRAIN);
        // Then
        assertEquals(plain.sha256(), packed.sha256());
    }

    @Test
    void finds_files_by_pattern_and_prefers_the_unpacked_one() {
        // Given
        write(directory.resolve("mnist-test-2-images-idx3-ubyte"), idx(2, 28, 28));
        write(directory.resolve("mnist-test-2-images-idx3-ubyte.gz"), new byte[] {1});
        write(directory.resolve("mnist-test-2-labels-idx1-ubyte"), idxLabels(4, 5));
        // When
        ImageDataset data = load("idx:" + directory, Split.TEST);
        // Then
        assertArrayEquals(new int[] {4, 5}, data.labels());
    }

    @Test
    void resamples_pictures_of_another_size() {
        // Given
        write(directory.resolve(IMAGES), idx(1, 64, 80));
        write(directory.resolve(LABELS), idxLabels(0));
        byte[] even = idx(1, 8, 8);
        Arrays.fill(even, 16, even.length, (byte) 200);
        write(directory.resolve("t10k-images-idx3-ubyte"), even);
        write(directory.resolve("t10k-labels-idx1-ubyte"), idxLabels(61));
        // When
        ImageDataset large = load("idx:" + directory, Split.TRAIN);
        ImageDataset small = load("idx:" + directory, Split.TEST);
        // Then
        assertEquals(1, large.size());
        assertEquals(62, small.classes());
        for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
            assertEquals(200, small.value(0, offset));
        }
    }

    @Test
    void refuses_a_header_that_promises_more_than_the_file_holds() {
        // Given
        byte[] promising = idx(1, 28, 28);
        ByteBuffer.wrap(promising).putInt(4, 600_000);
        write(directory.resolve(LABELS), idxLabels(0));
        write(directory.resolve(IMAGES), promising);
        write(directory.resolve("t10k-images-idx3-ubyte.gz"), gzip(promising));
        write(directory.resolve("t10k-labels-idx1-ubyte"), idxLabels(0));
        // Then
        for (Split split : Split.values()) {
            assertRefused(
                    ErrorCode.DATA_UNREADABLE,
                    () -> load("idx:" + directory, split),
                    "470400000 bytes",
                    "found 784");
        }
    }

    @Test
    void refuses_a_gzipped_file_that_goes_on_behind_its_promise() {
        // Given
        byte[] longer = Arrays.copyOf(idx(1, 28, 28), 1 << 20);
        write(directory.resolve(IMAGES + ".gz"), gzip(longer));
        write(directory.resolve(LABELS), idxLabels(0));
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("idx:" + directory, Split.TRAIN),
                "784 bytes",
                "at least");
    }

    @Test
    void refuses_another_type_and_labels_that_do_not_match() {
        // Given
        Path images = write(directory.resolve(IMAGES), idx(2, 28, 28));
        Path other = write(directory.resolve("x-images-idx3"), idxLabels(1));
        write(directory.resolve("x-labels-idx1"), idxLabels(1));
        Path lonely = write(directory.resolve("y-images-idx3"), idx(1, 28, 28));
        Path unnamed = write(directory.resolve("digits"), idx(1, 28, 28));
        // When
        write(directory.resolve(LABELS), idxLabels(0));
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE, () -> load("idx:" + images, Split.TRAIN), "found 1");
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("idx:" + other, Split.TRAIN),
                "0x00000803",
                "0x00000801");
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("idx:" + lonely, Split.TRAIN),
                "y-labels-idx1");
        assertRefused(
                ErrorCode.DATA_UNREADABLE, () -> load("idx:" + unnamed, Split.TRAIN), "images");
    }

    @Test
    void refuses_to_guess_between_two_sets() {
        // Given
        write(directory.resolve("a-" + IMAGES), idx(1, 28, 28));
        write(directory.resolve("b-" + IMAGES), idx(1, 28, 28));
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("idx:" + directory, Split.TRAIN),
                "a-" + IMAGES,
                "b-" + IMAGES);
    }
}
