package io.stampede.bench.ship;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.ShippedModels;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.MetaConfig;
import io.stampede.core.train.MetaTraining;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.core.train.PretrainedWeights;
import io.stampede.core.train.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShipmentTest {
    @TempDir private static Path run;
    @TempDir private Path models;

    @BeforeAll
    static void train() {
        MetaTrainingConfig config =
                MetaTrainingConfig.preset("smoke")
                        .withNetwork(Architecture.VGG10, 0.0625)
                        .withMeta(MetaConfig.DEFAULT.withIterations(1).withTask(1, 4, 1));
        MetaTraining.run(
                config,
                ImageSources.open(SourceSpec.parse("procedural:source?classes=12&per-class=12"))
                        .load(Split.TRAIN),
                run,
                RunControl.NONE);
    }

    @Test
    void ships_half_precision_files_of_the_same_model() throws IOException {
        // When
        ShippedModel shipped = new Shipment(run, models.resolve("vgg10-w0.0625")).pack();

        // Then
        shipped.requireWhole();
        assertEquals(List.of(shipped), ShippedModels.in(models).models());
        Path original = run.resolve(MetaTraining.MODEL_FILE);
        assertTrue(Files.size(shipped.phi()) < 0.6 * Files.size(original));
        try (MetaModelFile phi = MetaModelFile.open(original)) {
            MetaModelHeader header = phi.header();
            assertEquals(header, shipped.header());
            PretrainedFile pretrained = PretrainedFile.read(shipped.pretrained());
            assertEquals(header.network(), pretrained.network());
            assertArrayEquals(
                    PretrainedWeights.read(run).get("W.conv3.weight").values(),
                    pretrained.weights().get("W.conv3.weight").values(),
                    1e-3f);
            String card = Files.readString(shipped.directory().resolve(ShippedModel.CARD));
            assertTrue(card.contains(header.provenance().dataSha256()), card);
            assertTrue(card.contains("vgg10 at width 0.0625"), card);
        }
    }

    @Test
    void keeps_what_people_wrote_into_the_card() throws IOException {
        // Given
        Path target = models.resolve("vgg10");
        Path card = new Shipment(run, target).pack().directory().resolve(ShippedModel.CARD);
        String first = Files.readString(card);
        Files.writeString(card, first.replace("Not measured yet.", "63 % of 1,000 pictures."));

        // When
        new Shipment(run, target).pack();

        // Then
        assertEquals(
                first.replace("Not measured yet.", "63 % of 1,000 pictures."),
                Files.readString(card));
    }

    @Test
    void leaves_what_was_shipped_where_a_run_has_no_phi() throws IOException {
        // Given
        ShippedModel shipped = new Shipment(run, models.resolve("vgg10")).pack();
        Path empty = Files.createDirectories(models.resolve("run"));

        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> new Shipment(empty, models.resolve("vgg10")).pack());

        // Then
        assertEquals(ErrorCode.MODEL_UNREADABLE, error.code());
        shipped.requireWhole();
        try (Stream<Path> files = Files.list(models)) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")));
        }
    }

    @Test
    void refuses_a_name_that_no_registry_takes_and_rounding_that_changes_the_model() {
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                assertThrows(
                                StampedeException.class,
                                () -> new Shipment(run, models.resolve("VGG 19")))
                        .code());
        assertThrows(StampedeException.class, () -> new Rounding(10, 0.2, 0, 1).requireHarmless());
        assertThrows(
                StampedeException.class,
                () -> new Rounding(10, Double.NaN, 0, 1).requireHarmless());
    }
}
