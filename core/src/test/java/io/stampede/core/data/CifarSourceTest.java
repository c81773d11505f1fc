package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static io.stampede.core.data.TestPictures.cifar;
import static io.stampede.core.data.TestPictures.load;
import static io.stampede.core.data.TestPictures.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarSourceTest {
    @TempDir Path directory;

    @Test
    void reads_every_value_of_every_record() {
        // Given
        write(directory.resolve("train-2.bin"), cifar(new int[] {3}, new int[] {9}));
        // When
        ImageDataset data = load("cifar10:" + directory, Split.TRAIN);
        // Then
        assertArrayEquals(new int[] {3, 9}, data.labels());
        assertEquals(LabelNames.numbered(10), data.labelNames());
        for (int offset = 0; offset < ImageDataset.IMAGE_BYTES; offset++) {
            assertEquals(TestPictures.value(1, offset), data.value(1, offset));
        }
    }

    @Test
    void concatenates_the_usual_batches_in_the_order_of_their_names() {
        // Given
        write(directory.resolve("data_batch_2.bin"), cifar(new int[] {2}));
        write(directory.resolve("data_batch_1.bin"), cifar(new int[] {1}));
        write(directory.resolve("train-other.bin"), cifar(new int[] {7}));
        write(directory.resolve("test_batch.bin"), cifar(new int[] {5}));
        write(directory.resolve("test-other.bin"), cifar(new int[] {7}));
        // When
        String source = "cifar10:" + directory;
        // Then
        assertArrayEquals(new int[] {1, 2}, load(source, Split.TRAIN).labels());
        assertArrayEquals(new int[] {5}, load(source, Split.TEST).labels());
    }

    @Test
    void reads_a_file_as_it_is_for_either_split() {
        // Given
        Path file = write(directory.resolve("any-name"), cifar(new int[] {4}));
        // When
        ImageDataset train = load("cifar10:" + file, Split.TRAIN);
        ImageDataset test = load("cifar10:" + file, Split.TEST);
        // Then
        assertEquals(train.sha256(), test.sha256());
    }

    @Test
    void takes_the_fine_label_of_cifar100_and_its_names() {
        // Given
        write(directory.resolve("train.bin"), cifar(new int[] {19, 99}, new int[] {0, 42}));
        String[] names = new String[100];
        Arrays.setAll(names, i -> "thing_" + i);
        names("fine_label_names.txt", String.join("\n", names) + "\n\n");
        // When
        ImageDataset data = load("cifar100:" + directory, Split.TRAIN);
        // Then
        assertArrayEquals(new int[] {99, 42}, data.labels());
        assertEquals("thing_42", data.labelNames().get(42));
    }

    @Test
    void takes_names_out_of_tables_of_label_and_name() {
        // Given
        write(directory.resolve("train.bin"), cifar(new int[] {1}));
        names("classes.txt", "0\tSpeed limit 30\tclass 1\r\n1\tYield\tclass 13\r\n");
        // When
        ImageDataset data = load("cifar10:" + directory, Split.TRAIN);
        // Then
        assertEquals(List.of("Speed limit 30", "Yield"), data.labelNames());
    }

    @Test
    void counts_where_the_names_do_not_fit_the_classes() {
        // Given
        write(directory.resolve("a.bin"), cifar(new int[] {5, 5}));
        names("fine_label_names.txt", "only\nthree\nnames\n");
        // When
        ImageDataset data = load("cifar100:" + directory.resolve("a.bin"), Split.TRAIN);
        // Then
        assertEquals(LabelNames.numbered(100), data.labelNames());
    }

    @Test
    void refuses_a_length_that_is_no_multiple_of_the_record() {
        // Given
        Path file = write(directory.resolve("train.bin"), new byte[3072]);
        Path empty = write(directory.resolve("empty.bin"), new byte[0]);
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("cifar10:" + file, Split.TRAIN),
                "train.bin",
                "3073",
                "found 3072");
        assertRefused(
                ErrorCode.DATA_UNREADABLE, () -> load("cifar100:" + empty, Split.TRAIN), "found 0");
    }

    @Test
    void refuses_labels_that_the_layout_does_not_have() {
        // Given
        Path ten = write(directory.resolve("ten"), cifar(new int[] {0}, new int[] {10}));
        Path fine = write(directory.resolve("fine"), cifar(new int[] {0, 100}));
        Path coarse = write(directory.resolve("coarse"), cifar(new int[] {20, 0}));
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("cifar10:" + ten, Split.TRAIN),
                "label of 0 to 9, found 10 in record 1");
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("cifar100:" + fine, Split.TRAIN),
                "label of 0 to 99, found 100");
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("cifar100:" + coarse, Split.TRAIN),
                "coarse label of 0 to 19, found 20");
    }

    @Test
    void refuses_a_split_that_is_not_there() {
        // Given
        write(directory.resolve("train.bin"), cifar(new int[] {0}));
        // Then
        assertRefused(
                ErrorCode.DATA_UNREADABLE,
                () -> load("cifar10:" + directory, Split.TEST),
                "test_batch.bin",
                "test split");
    }

    private void names(String fileName, String content) {
        write(directory.resolve(fileName), content.getBytes(StandardCharsets.UTF_8));
    }
}
