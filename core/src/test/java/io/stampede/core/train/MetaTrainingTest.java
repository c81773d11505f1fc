package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetaTrainingTest {
    private static final ImageDataset REFERENCE = TinyData.create(6, 12, 1);

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void an_interrupted_and_resumed_run_gives_bit_identical_parameters(Architecture architecture)
            throws IOException {
        // Given
        MetaTrainingConfig config = TinyMetaTraining.of(architecture);
        Path whole = directory.resolve("whole");
        Path pieces = directory.resolve("pieces");

        // When
        MetaTraining.run(config, REFERENCE, whole, RunControl.NONE);
        int interruptions = runInPieces(config, pieces, 3);

        // Then
        assertTrue(interruptions >= 2, "interrupted " + interruptions + " times");
        assertArrayEquals(
                Files.readAllBytes(whole.resolve(MetaTraining.MODEL_FILE)),
                Files.readAllBytes(pieces.resolve(MetaTraining.MODEL_FILE)));
    }

    @Test
    void a_consolidation_goes_on_from_any_meta_training_and_to_the_bit() throws IOException {
        // Given: a directory whose meta-training was made for no consolidation
        MetaTrainingConfig plain = decisive(0);
        MetaTrainingConfig consolidated = decisive(60);
        Path whole = directory.resolve("whole");
        Path pieces = directory.resolve("pieces");
        MetaTraining.run(plain, REFERENCE, pieces, RunControl.NONE);
        byte[] before = Files.readAllBytes(pieces.resolve(MetaTraining.MODEL_FILE));
        Files.delete(pieces.resolve(MetaTraining.MODEL_FILE));

        // When
        MetaTraining.run(consolidated, REFERENCE, whole, RunControl.NONE);
        int interruptions = runInPieces(consolidated, pieces, 1);

        // Then
        byte[] after = Files.readAllBytes(pieces.resolve(MetaTraining.MODEL_FILE));
        assertTrue(interruptions >= 1, "interrupted " + interruptions + " times");
        assertArrayEquals(Files.readAllBytes(whole.resolve(MetaTraining.MODEL_FILE)), after);
        assertTrue(Arrays.mismatch(before, after) >= 0, "consolidation changes phi");
    }

    @Test
    void a_pretraining_alone_serves_any_meta_training_in_its_directory() throws IOException {
        // Given
        MetaTrainingConfig config = TinyMetaTraining.of(Architecture.VGG10);
        MetaTrainingConfig other = config.withMeta(config.meta().with("iterations", 2));
        Path apart = directory.resolve("apart");
        MetaTraining.pretrain(config, REFERENCE, apart, RunControl.NONE);
        List<String> left = names(apart);

        // When
        MetaTraining.run(other, REFERENCE, apart, RunControl.NONE);

        // Then
        Path whole = directory.resolve("whole");
        MetaTraining.run(other, REFERENCE, whole, RunControl.NONE);
        assertEquals(List.of(PretrainedWeights.FILE), left);
        assertArrayEquals(
                Files.readAllBytes(whole.resolve(MetaTraining.MODEL_FILE)),
                Files.readAllBytes(apart.resolve(MetaTraining.MODEL_FILE)));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void another_seed_gives_another_phi() throws IOException {
        // Given
        MetaTrainingConfig config = TinyMetaTraining.of(Architecture.VGG10);

        // When
        Path one =
                MetaTraining.run(config, REFERENCE, directory.resolve("1"), RunControl.NONE)
                        .model();
        Path other =
                MetaTraining.run(
                                config.withSeed(2),
                                REFERENCE,
                                directory.resolve("2"),
                                RunControl.NONE)
                        .model();

        // Then
        assertTrue(Files.mismatch(one, other) >= 0);
    }

    @Test
    void a_finished_run_leaves_a_finite_phi_with_its_provenance() {
        // When
        MetaTrainingResult result =
                MetaTraining.run(
                        TinyMetaTraining.of(Architecture.VGG10),
                        REFERENCE,
                        directory,
                        RunControl.NONE);

        // Then
        try (MetaModelFile phi = MetaModelFile.open(result.model())) {
            phi.requireFinite();
            assertEquals(REFERENCE.sha256(), phi.header().provenance().dataSha256());
            assertEquals(6, phi.header().classes());
        }
    }

    @Test
    void a_checkpoint_of_other_settings_is_refused() {
        // Given
        MetaTrainingConfig config = TinyMetaTraining.of(Architecture.VGG10);
        MetaTraining.run(config, REFERENCE, directory, RunControl.NONE);

        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () ->
                                MetaTraining.run(
                                        config.withSeed(9), REFERENCE, directory, RunControl.NONE));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }

    @Test
    void a_reference_with_too_few_classes_is_refused() {
        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () ->
                                MetaTraining.run(
                                        TinyMetaTraining.of(Architecture.VGG10),
                                        TinyData.create(2, 12, 1),
                                        directory,
                                        RunControl.NONE));

        // Then
        assertEquals(ErrorCode.DATA_UNSUITABLE, refused.code());
    }

    @Test
    void progress_is_told_step_by_step() {
        // Given
        List<Progress> told = new ArrayList<>();

        // When
        MetaTraining.run(
                TinyMetaTraining.of(Architecture.VGG10),
                REFERENCE,
                directory,
                new RunControl(told::add, () -> false));

        // Then
        Progress last = told.get(told.size() - 1);
        assertEquals(Phase.META_TRAIN, last.phase());
        assertEquals(last.steps(), last.step());
        assertTrue(told.stream().anyMatch(progress -> progress.phase() == Phase.PRETRAIN));
    }

    /** Runs to the end, cancelled after so many steps each time; returns how often. */
    private static int runInPieces(MetaTrainingConfig config, Path pieces, int steps) {
        int interruptions = 0;
        while (!Files.exists(pieces.resolve(MetaTraining.MODEL_FILE))) {
            try {
                MetaTraining.run(config, REFERENCE, pieces, TinyMetaTraining.cancelAfter(steps));
            } catch (StampedeException e) {
                assertEquals(ErrorCode.CANCELLED, e.code());
                interruptions++;
            }
        }
        return interruptions;
    }

    private static MetaTrainingConfig decisive(int epochs) {
        MetaConfig meta =
                TinyMetaTraining.of(Architecture.VGG10)
                        .meta()
                        .with("gates", "hard")
                        .with("distillation", 1)
                        .with("consolidation-epochs", epochs);
        return TinyMetaTraining.of(Architecture.VGG10).withMeta(meta);
    }
}
