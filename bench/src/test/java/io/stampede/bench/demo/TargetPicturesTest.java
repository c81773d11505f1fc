package io.stampede.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Cost;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

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

    private static DemoSettings settings(int size) {
        SourceSpec source = SourceSpec.parse(SMALL);
        return new DemoSettings(
                new TrainedPhi(source, "smoke", 1), source, OptionalInt.of(size), 1, 3.5, 1);
    }
}
