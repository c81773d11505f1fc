package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static io.stampede.core.data.TestPictures.load;
import static io.stampede.core.data.TestPictures.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.ErrorCode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    @TempDir Path directory;

    @Test
    void takes_classes_and_pictures_in_the_order_of_their_names() throws Exception {
        // Given
        picture("dog/2.png", 20);
        picture("dog/1.JPG", 10);
        picture("cat/b.jpeg", 40);
        picture("cat/a.png", 30);
        // When
        ImageDataset data = load("folder:" + directory, Split.TRAIN);
        // Then
        assertEquals(List.of("cat", "dog"), data.labelNames());
        assertArrayEquals(new int[] {0, 0, 1, 1}, data.labels());
        assertEquals(30, data.value(0, 0), 3);
        assertEquals(20, data.value(3, 0), 3);
        assertEquals(data.sha256(), load("folder:" + directory, Split.TEST).sha256());
    }

    @Test
    void passes_over_hidden_files_and_what_is_no_picture() throws Exception {
        // Given
        pair("a");
        pair("b");
        write(directory.resolve("a/.DS_Store"), new byte[1]);
        write(directory.resolve("a/._1.png"), new byte[1]);
        write(directory.resolve("a/boxes.csv"), new byte[1]);
        write(directory.resolve(".git/x.png"), new byte[1]);
        write(directory.resolve("README.md"), new byte[1]);
        // When
        ImageDataset data = load("folder:" + directory, Split.TRAIN);
        // Then
        assertEquals(4, data.size());
        assertEquals(2, data.classes());
    }

    @Test
    void keeps_the_labels_of_train_where_test_lacks_a_class() throws Exception {
        // Given
        pair("train/a");
        pair("train/b");
        picture("test/b/only.png", 50);
        // When
        ImageDataset test = load("folder:" + directory, Split.TEST);
        // Then
        assertEquals(List.of("a", "b"), test.labelNames());
        assertArrayEquals(new int[] {1}, test.labels());
        assertEquals(4, load("folder:" + directory, Split.TRAIN).size());
    }

    @Test
    void takes_train_for_a_class_where_it_stands_among_others() throws Exception {
        // Given
        pair("bus");
        pair("train");
        // When
        ImageDataset data = load("folder:" + directory, Split.TEST);
        // Then
        assertEquals(List.of("bus", "train"), data.labelNames());
    }

    @Test
    void refuses_a_split_or_class_that_is_not_there() throws Exception {
        // Given
        pair("x/train/a");
        pair("x/train/b");
        pair("y/train/a");
        pair("y/train/b");
        pair("y/test/c");
        // Then
        refused(ErrorCode.DATA_UNREADABLE, "x", Split.TEST, "'test'");
        refused(ErrorCode.DATA_UNSUITABLE, "y", Split.TEST, "c", "2 classes");
    }

    @Test
    void refuses_one_class_only_and_too_few_pictures() throws Exception {
        // Given
        pair("one/a");
        pair("few/a");
        picture("few/b/1.png", 0);
        pair("none/a");
        write(directory.resolve("none/b/note.txt"), new byte[1]);
        write(directory.resolve("flat/readme.txt"), new byte[1]);
        // Then
        refused(ErrorCode.DATA_UNSUITABLE, "one", Split.TRAIN, "only 'a' (2)");
        refused(ErrorCode.DATA_UNSUITABLE, "few", Split.TRAIN, "found 1 of class 'b'");
        refused(ErrorCode.DATA_UNSUITABLE, "none", Split.TRAIN, "b", "found none");
        refused(ErrorCode.DATA_UNREADABLE, "flat", Split.TRAIN, "folder for each class");
    }

    @Test
    void names_the_file_that_it_cannot_read() throws Exception {
        // Given
        pair("broken/a");
        pair("broken/b");
        write(directory.resolve("broken/b/bad.png"), new byte[] {1, 2, 3});
        pair("other/a");
        write(directory.resolve("other/b/moving.gif"), new byte[] {1});
        // Then
        refused(ErrorCode.DATA_UNREADABLE, "broken", Split.TRAIN, "bad.png");
        refused(ErrorCode.DATA_UNREADABLE, "other", Split.TRAIN, "moving.gif", "convert");
    }

    private void refused(ErrorCode code, String folder, Split split, String... parts) {
        assertRefused(code, () -> load("folder:" + directory.resolve(folder), split), parts);
    }

    private void pair(String folder) throws IOException {
        picture(folder + "/1.png", 60);
        picture(folder + "/2.png", 90);
    }

    private void picture(String name, int grey) throws IOException {
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_3BYTE_BGR);
        PictureFileTest.fill(image, new Color(grey, grey, grey), 0, 48);
        String format = name.endsWith("png") ? "png" : "jpg";
        write(directory.resolve(name), PictureFileTest.encode(image, format));
    }
}
