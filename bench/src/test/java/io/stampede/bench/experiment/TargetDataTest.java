package io.stampede.bench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.method.Scale;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.SourceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetDataTest {
    private static final SourceSpec SPEC =
            SourceSpec.parse("procedural:target?classes=2&per-class=20&test-per-class=5");

    @Test
    void samples_have_no_picture_in_common_as_long_as_the_pool_lasts() {
        // Given
        TargetData target = load(false, 20);

        // When
        Set<String> first = pictures(target.training(20, 1));
        Set<String> second = pictures(target.training(20, 2));

        // Then
        assertEquals(pictures(target.training(20, 0)), first);
        assertTrue(first.stream().noneMatch(second::contains));
        assertEquals(20, pictures(target.training(20, 3)).size());
    }

    @Test
    void validation_pictures_are_cut_from_training_and_never_trained_on() {
        // Given
        TargetData measured = load(false, 0);

        // When
        TargetData chosen = load(true, 0);

        // Then
        assertEquals(List.of(40), measured.sizes());
        assertEquals(List.of(32), chosen.sizes());
        assertEquals(8, chosen.judge().size());
        Set<String> training = pictures(chosen.training(32, 0));
        Set<String> judge = pictures(chosen.judge());
        assertTrue(training.stream().noneMatch(judge::contains));
        assertTrue(pictures(measured.pool()).containsAll(judge));
    }

    @Test
    void more_pictures_than_there_are_are_refused() {
        // When
        StampedeException error = assertThrows(StampedeException.class, () -> load(false, 41));

        // Then
        assertEquals(ErrorCode.DATA_UNSUITABLE, error.code());
        assertTrue(error.getMessage().contains("41"), error.getMessage());
    }

    private static TargetData load(boolean validation, int size) {
        return TargetData.load(
                SPEC,
                new ExperimentOptions.Data(
                        SPEC, List.of(SPEC), Optional.empty(), List.of(size), validation),
                Scale.CPU,
                List.of(size));
    }

    private static Set<String> pictures(ImageDataset data) {
        Set<String> digests = new HashSet<>();
        for (int i = 0; i < data.size(); i++) {
            digests.add(data.select(new int[] {i}).sha256());
        }
        return digests;
    }
}
