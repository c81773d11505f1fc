package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static io.stampede.core.data.TestPictures.load;
import static io.stampede.core.data.TestPictures.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;

class SvhnSourceTest {
    @TempDir Path directory;

    @Test
    void turns_columns_into_rows_and_ten_into_zero() throws Exception {
        // Given
        mat("train_32x32.mat", pictures(3), labels(10, 1, 9), 6);
        // When
        ImageDataset data = load("svhn:" + directory, Split.TRAIN);
        // Then
        assertArrayEquals(new int[] {0, 1, 9}, data.labels());
        assertEquals(LabelNames.numbered(10), data.labelNames());
        for (int picture = 0; picture < 3; picture++) {
            for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
                assertEquals(TestPictures.value(picture, offset), data.value(picture, offset));
            }
        }
    }

    @Test
    void reads_an_uncompressed_file_with_other_variables_in_it() throws Exception {
        // Given
        MatFile file = Mat5.newMatFile();
        file.addArray("note", Mat5.newString("not needed"));
        file.addArray("y", labels(2, 3));
        file.addArray("X", pictures(2));
        file.addArray("more", Mat5.newCell(2, 2));
        save("any.mat", file, 0);
        // When
        ImageDataset data = load("svhn:" + directory.resolve("any.mat"), Split.TEST);
        // Then
        assertArrayEquals(new int[] {2, 3}, data.labels());
        assertEquals(TestPictures.value(1, 2049), data.value(1, 2049));
    }

    @Test
    void reads_a_single_picture_whose_last_dimension_is_left_away() throws Exception {
        // Given
        Matrix x = Mat5.newMatrix(new int[] {32, 32, 3}, MatlabType.UInt8);
        mat("test_32x32.mat", x, labels(5), 6);
        // When
        ImageDataset data = load("svhn:" + directory, Split.TEST);
        // Then
        assertEquals(1, data.size());
    }

    @Test
    void refuses_labels_that_are_no_digits() throws Exception {
        // Given
        mat("zero.mat", pictures(1), labels(0), 6);
        Matrix half = Mat5.newMatrix(1, 1);
        half.setDouble(0, 2.5);
        mat("half.mat", pictures(1), half, 6);
        // Then
        refused("zero.mat", "labels 1 to 10", "found 0");
        refused("half.mat", "labels 1 to 10", "found 2.5");
    }

    @Test
    void refuses_other_shapes_and_types() throws Exception {
        // Given
        mat("small.mat", Mat5.newMatrix(new int[] {28, 28, 3, 1}, MatlabType.UInt8), labels(1), 6);
        mat("double.mat", Mat5.newMatrix(new int[] {32, 32, 3, 1}), labels(1), 6);
        mat("count.mat", pictures(2), labels(1), 6);
        MatFile noLabels = Mat5.newMatFile();
        noLabels.addArray("X", pictures(1));
        save("nolabels.mat", noLabels, 6);
        // Then
        refused("small.mat", "[32, 32, 3, n]", "[28, 28, 3, 1]");
        refused("double.mat", "uint8", "double");
        refused("count.mat", "as many labels as pictures (2), found 1");
        refused("nolabels.mat", "'y'");
    }

    @Test
    void refuses_a_truncated_file_and_another_version() throws Exception {
        // Given
        mat("whole.mat", pictures(2), labels(1, 2), 6);
        byte[] whole = Files.readAllBytes(directory.resolve("whole.mat"));
        write(directory.resolve("cut.mat"), Arrays.copyOf(whole, whole.length - 30));
        byte[] newer = whole.clone();
        newer[124] = 0;
        newer[125] = 2;
        write(directory.resolve("newer.mat"), newer);
        // Then
        refused("cut.mat", "damaged");
        refused("newer.mat", "-v7");
    }

    @Test
    void refuses_a_header_that_promises_more_than_the_file_holds() throws Exception {
        // Given
        MatFile file = Mat5.newMatFile();
        file.addArray("X", pictures(1));
        save("x.mat", file, 0);
        byte[] content = Files.readAllBytes(directory.resolve("x.mat"));
        content[128 + 8 + 4 + 3] = 0x7F; // length of the array flags, most significant byte
        write(directory.resolve("x.mat"), content);
        // Then
        refused("x.mat", "damaged", "at most 8 bytes");
    }

    private void refused(String name, String... parts) {
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("svhn:" + directory.resolve(name), Split.TRAIN),
                parts);
    }

    private static Matrix pictures(int count) {
        Matrix x = Mat5.newMatrix(new int[] {32, 32, 3, count}, MatlabType.UInt8);
        for (int i = 0; i < count; i++) {
            for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
                int[] at = {offset / 32 % 32, offset % 32, offset / 1024, i};
                x.setInt(at, TestPictures.value(i, offset));
            }
        }
        return x;
    }

    private static Matrix labels(int... labels) {
        Matrix y = Mat5.newMatrix(labels.length, 1, MatlabType.UInt8);
        for (int i = 0; i < labels.length; i++) {
            y.setInt(i, labels[i]);
        }
        return y;
    }

    private void mat(String name, Matrix x, Matrix y, int deflateLevel) throws IOException {
        MatFile file = Mat5.newMatFile();
        file.addArray("X", x);
        file.addArray("y", y);
        save(name, file, deflateLevel);
    }

    private void save(String name, MatFile file, int deflateLevel) throws IOException {
        Path path = directory.resolve(name);
        Files.deleteIfExists(path);
        try (var sink = Sinks.newStreamingFile(path.toFile())) {
            Mat5.newWriter(sink).setDeflateLevel(deflateLevel).writeMat(file);
        }
    }
}
