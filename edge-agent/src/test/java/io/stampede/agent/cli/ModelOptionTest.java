package io.stampede.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.ShippedModels;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelOptionTest {
    @TempDir private Path models;

    @Test
    void takes_the_shipped_model_and_refuses_it_where_it_was_changed() throws IOException {
        // Given
        ShippedModel shipped = ship();

        // When / Then
        assertEquals(shipped.phi(), ModelOption.file(ShippedModels.in(models)));
        Files.writeString(shipped.directory().resolve(ShippedModel.SUMS), "00  phi.safetensors\n");
        StampedeException error =
                assertThrows(
                        StampedeException.class, () -> ModelOption.file(ShippedModels.in(models)));
        assertEquals(ErrorCode.MODEL_CORRUPT, error.code());
    }

    private ShippedModel ship() throws IOException {
        MetaModelHeader header =
                new MetaModelHeader(
                        Architecture.VGG10,
                        0.03125,
                        2,
                        4,
                        1,
                        GeneratorForm.PAPER,
                        List.of(0.5f, 0.5f, 0.5f),
                        List.of(0.25f, 0.25f, 0.25f),
                        Provenance.UNKNOWN,
                        1);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.layout()
                .shapes()
                .forEach(
                        (name, shape) -> {
                            int values = shape.stream().reduce(1, Math::multiplyExact);
                            tensors.put(name, new Tensor(new float[values], shape));
                        });
        ShippedModel model = new ShippedModel(Files.createDirectories(models.resolve("small")));
        MetaModelFile.write(model.phi(), header, tensors, DType.F16);
        Files.copy(model.phi(), model.pretrained());
        Files.writeString(
                model.directory().resolve(ShippedModel.SUMS), ShippedModel.sums(model.directory()));
        return model;
    }
}
