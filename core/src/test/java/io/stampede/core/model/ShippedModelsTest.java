package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedModelsTest {
    @TempDir private Path root;

    @Test
    void finds_models_by_network_and_takes_a_vgg19_where_none_is_named() throws IOException {
        // Given
        ship("a-resnet", Architecture.RESNET18, 0.0625);
        ShippedModel narrow = ship("b-vgg", Architecture.VGG19, 0.03125);
        ShippedModel wide = ship("c-vgg", Architecture.VGG19, 0.0625);
        Files.createDirectories(root.resolve("empty"));

        // When
        ShippedModels models = ShippedModels.in(root);

        // Then
        assertEquals(
                List.of("a-resnet", "b-vgg", "c-vgg"),
                models.models().stream().map(ShippedModel::name).toList());
        assertEquals(wide, models.require("train one"));
        assertEquals(narrow, models.requireQuickest("train one"));
        assertEquals(narrow, models.find(Architecture.VGG19, 0.03125).orElseThrow());
        assertTrue(models.find(Architecture.VGG10, 0.0625).isEmpty());
    }

    @Test
    void says_what_to_do_where_nothing_is_shipped() {
        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> ShippedModels.in(root.resolve("none")).require("train one"));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().endsWith("; train one"), error.getMessage());
    }

    @Test
    void pretrained_weights_come_back_with_their_network_and_provenance() throws IOException {
        // Given
        ShippedModel model = ship("vgg", Architecture.VGG10, 0.0625);

        // When
        PretrainedFile pretrained = PretrainedFile.read(model.pretrained());

        // Then
        assertEquals(model.header().network(), pretrained.network());
        assertEquals(model.header().provenance(), pretrained.provenance());
        assertEquals(5, pretrained.weights().get("W.conv1.weight").values()[5]);
    }

    @Test
    void refuses_a_file_that_is_not_as_it_was_shipped() throws IOException {
        // Given
        ShippedModel model = ship("vgg", Architecture.VGG10, 0.0625);
        model.requireWhole();
        byte[] bytes = Files.readAllBytes(model.phi());
        bytes[bytes.length - 1] ^= 1;
        Files.write(model.phi(), bytes);

        // When
        StampedeException error = assertThrows(StampedeException.class, model::requireWhole);

        // Then
        assertEquals(ErrorCode.MODEL_CORRUPT, error.code());
        assertTrue(error.getMessage().contains("phi.safetensors"), error.getMessage());
    }

    private ShippedModel ship(String name, Architecture architecture, double width)
            throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        MetaModelHeader header =
                new MetaModelHeader(
                        architecture,
                        width,
                        10,
                        8,
                        2,
                        GeneratorForm.PAPER,
                        List.of(0.5f, 0.5f, 0.5f),
                        List.of(0.25f, 0.25f, 0.25f),
                        Provenance.UNKNOWN,
                        1);
        ShippedModel model = new ShippedModel(folder);
        MetaModelFile.write(model.phi(), header, Tensors.numbered(header.layout()), DType.F16);
        Map<String, Tensor> weights = Tensors.numbered(TensorLayout.subnetwork(header.network()));
        new PretrainedFile(header.network(), header.provenance(), weights)
                .write(model.pretrained(), DType.F16);
        Files.writeString(folder.resolve(ShippedModel.SUMS), ShippedModel.sums(folder));
        return model;
    }
}
