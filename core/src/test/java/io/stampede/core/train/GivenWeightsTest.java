package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.DType;
import io.stampede.core.model.FileDigest;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenWeightsTest {
    private static final ImageDataset REFERENCE = TinyData.create(6, 12, 1);
    private static final MetaTrainingConfig CONFIG = TinyMetaTraining.of(Architecture.VGG10);

    @TempDir Path directory;
    private Path whole;
    private Path pretrained;

    @BeforeEach
    void given_a_run_and_the_network_that_it_pretrained() {
        whole = directory.resolve("whole");
        pretrained = directory.resolve("pretrained.safetensors");
        MetaTraining.run(CONFIG, REFERENCE, whole, RunControl.NONE);
        try (MetaModelFile phi = MetaModelFile.open(whole.resolve(MetaTraining.MODEL_FILE))) {
            new PretrainedFile(
                            phi.network(), phi.header().provenance(), PretrainedWeights.read(whole))
                    .write(pretrained, DType.F32);
        }
    }

    @Test
    void a_given_network_takes_the_place_of_pretraining_to_the_bit() {
        // When
        Path other = directory.resolve("other");
        MetaTraining.runFrom(pretrained, CONFIG, REFERENCE, other, RunControl.NONE);

        // Then: and its run can be shipped and compared with as any other
        try (MetaModelFile phi = MetaModelFile.open(whole.resolve(MetaTraining.MODEL_FILE));
                MetaModelFile from = MetaModelFile.open(other.resolve(MetaTraining.MODEL_FILE))) {
            assertFalse(phi.names().isEmpty());
            phi.names()
                    .forEach(
                            name ->
                                    assertArrayEquals(
                                            phi.tensor(name).values(),
                                            from.tensor(name).values(),
                                            name));
            assertEquals(
                    "weights of " + FileDigest.sha256(pretrained),
                    from.header().provenance().hyperparameters().get("pretraining"));
        }
        assertEquals(
                PretrainedWeights.read(whole).keySet(), PretrainedWeights.read(other).keySet());
    }

    @Test
    void an_interrupted_run_goes_on_from_the_same_weights_to_the_bit() throws IOException {
        // Given
        Path other = directory.resolve("other");
        Path pieces = directory.resolve("pieces");
        MetaTraining.runFrom(pretrained, CONFIG, REFERENCE, other, RunControl.NONE);
        assertThrows(
                StampedeException.class,
                () ->
                        MetaTraining.runFrom(
                                pretrained,
                                CONFIG,
                                REFERENCE,
                                pieces,
                                TinyMetaTraining.cancelAfter(1)));
        assertFalse(Files.exists(pieces.resolve(MetaTraining.MODEL_FILE)));

        // When
        MetaTraining.runFrom(pretrained, CONFIG, REFERENCE, pieces, RunControl.NONE);

        // Then
        assertArrayEquals(
                Files.readAllBytes(other.resolve(MetaTraining.MODEL_FILE)),
                Files.readAllBytes(pieces.resolve(MetaTraining.MODEL_FILE)));
    }

    @Test
    void weights_of_another_network_are_refused_before_anything_is_written() {
        // When
        Path other = directory.resolve("other");
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () ->
                                MetaTraining.runFrom(
                                        pretrained,
                                        CONFIG.withNetwork(Architecture.VGG10, 0.125),
                                        REFERENCE,
                                        other,
                                        RunControl.NONE));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("--width"), refused.getMessage());
        assertFalse(Files.exists(other));
    }

    @Test
    void a_directory_that_pretrained_for_itself_is_not_mixed_with_given_weights() {
        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () ->
                                MetaTraining.runFrom(
                                        pretrained, CONFIG, REFERENCE, whole, RunControl.NONE));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }
}
