package io.stampede.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetPicturesTest {
    private static final String SMALL = "procedural:target?per-class=10&test-per-class=2";

    @Test
    void holds_out_the_same_pictures_as_the_device() {
        // Given
        DemoSettings settings = settings(40);

        // When
        TargetPictures pictures = TargetPictures.load(settings);
        ImageDataset training =
                pictures.training(settings.adaptation(new Cost(100_000, 100_000, 1)));

        // Then
        assertEquals(40, pictures.chosen().size());
        assertEquals(20, pictures.test().size());
        assertEquals(30, training.size());
    }

    @Test
    void refuses_more_pictures_than_there_are() {
        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> TargetPictures.load(settings(101)));

        // Then
        assertEquals(ErrorCode.DATA_UNSUITABLE, error.code());
    }

    @Test
    void refuses_a_source_whose_test_split_is_what_it_trains_on(@TempDir Path directory)
            throws IOException {
        // Given: a file stands for itself, whichever split is asked for
        byte[] records = new byte[40 * (1 + ImageDataset.IMAGE_BYTES)];
        for (int i = 0; i < 40; i++) {
            records[i * (1 + ImageDataset.IMAGE_BYTES)] = (byte) (i % 10);
        }
        Path file = Files.write(directory.resolve("data_batch_1.bin"), records);

        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> TargetPictures.load(settings("cifar10:" + file, 40)));

        // Then
        assertEquals(ErrorCode.DATA_UNSUITABLE, error.code());
        assertTrue(error.getMessage().contains("directory of both"), error.getMessage());
    }

    private static DemoSettings settings(int size) {
        return settings(SMALL, size);
    }

    private static DemoSettings settings(String target, int size) {
        SourceSpec source = SourceSpec.parse(target);
        return new DemoSettings(
                new TrainedPhi(source, "smoke", 1), source, OptionalInt.of(size), 1, 3.5, 1);
    }
}
