package io.stampede.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.SourceKind;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutFolderTest {
    private Path folder;
    private Path out;

    @BeforeEach
    void places(@TempDir Path root) throws IOException {
        folder = Files.createDirectories(root.resolve("pictures"));
        out = root.resolve("out");
    }

    @Test
    void the_device_sees_all_but_a_fifth_of_each_class_which_judges() throws IOException {
        // Given
        paint("cat", 10);
        paint("test", 5); // a class, for there are others beside it
        CutFolder cut = CutFolder.read(source(folder), 7);

        // When
        SourceSpec given = cut.lay(out.resolve("target"));

        // Then
        ImageDataset seen = ImageSources.open(given).load(Split.TRAIN);
        assertEquals(cut.training().sha256(), seen.sha256());
        assertEquals(12, seen.size());
        assertEquals(3, cut.test().size());
        assertEquals(List.of("cat", "test"), cut.test().labelNames());
        Set<Integer> shades = new HashSet<>(shades(cut.training()));
        shades.retainAll(shades(cut.test()));
        assertEquals(Set.of(), shades);
    }

    @Test
    void the_same_seed_cuts_the_same_and_another_one_differently() throws IOException {
        // Given
        paint("cat", 10);
        paint("dog", 10);

        // When
        String first = CutFolder.read(source(folder), 1).test().sha256();

        // Then
        assertEquals(first, CutFolder.read(source(folder), 1).test().sha256());
        assertFalse(first.equals(CutFolder.read(source(folder), 2).test().sha256()));
    }

    @Test
    void takes_all_of_a_small_folder_and_leaves_a_test_split_as_it_is() throws IOException {
        // Given
        paint("cat", 10);
        paint("dog", 10);

        // When
        TargetPictures cut = TargetPictures.load(settings(source(folder)));

        // Then
        assertEquals(16, cut.chosen().size());
        assertEquals(4, cut.test().size());

        // Given
        Path split = Files.createDirectories(out.resolve("split"));
        copy(folder, split.resolve("train"));
        paint("cat", 12);
        paint("dog", 12);
        copy(folder, split.resolve("test"));

        // When
        TargetPictures whole = TargetPictures.load(settings(source(split)));

        // Then
        assertTrue(whole.cut().isEmpty());
        assertEquals(20, whole.chosen().size());
        assertEquals(24, whole.test().size());
    }

    @Test
    void emptying_the_demos_directory_leaves_the_pictures() throws IOException {
        // Given
        paint("cat", 10);
        paint("dog", 10);
        DemoDirectory directory = new DemoDirectory(out.resolve("demo"));
        directory.prepare();
        CutFolder.read(source(folder), 1).lay(directory.target());

        // When
        directory.prepare();

        // Then
        assertFalse(Files.exists(directory.target()));
        assertEquals(20, ImageSources.open(source(folder)).load(Split.TRAIN).size());
    }

    private static Set<Integer> shades(ImageDataset data) {
        Set<Integer> shades = new HashSet<>();
        for (int i = 0; i < data.size(); i++) {
            shades.add(data.label(i) * 256 + data.value(i, 0));
        }
        return shades;
    }

    private void paint(String name, int count) throws IOException {
        Path files = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 32 * 32; pixel++) {
                picture.setRGB(pixel % 32, pixel / 32, 0x010101 * (10 + 7 * i));
            }
            ImageIO.write(picture, "png", files.resolve(i + ".png").toFile());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static SourceSpec source(Path path) {
        return new SourceSpec(SourceKind.FOLDER, path.toString());
    }

    private static DemoSettings settings(SourceSpec target) {
        return new DemoSettings(
                new TrainedPhi(target, "smoke", 1), target, OptionalInt.empty(), 1, 3.5, 1);
    }
}
