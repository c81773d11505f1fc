package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetaModelFileTest {
    private static final Provenance PROVENANCE =
            new Provenance(
                    "0.1.0",
                    "ab".repeat(32),
                    Map.of("iterations", "240", "note", "\"quoted\""),
                    Long.MIN_VALUE,
                    "PyTorch 2.7.1",
                    OptionalLong.of(6));

    @TempDir private Path directory;

    private static MetaModelHeader header(Architecture architecture) {
        return header(architecture, GeneratorForm.PAPER);
    }

    private static MetaModelHeader header(Architecture architecture, GeneratorForm form) {
        return new MetaModelHeader(
                architecture,
                0.0625,
                10,
                8,
                2,
                form,
                List.of(0.5071f, 0.4867f, 0.4408f),
                List.of(0.2675f, 0.2565f, 0.2761f),
                PROVENANCE,
                7);
    }

    @ParameterizedTest
    @CsvSource({"MASKED,0,SAMPLED", "LITERAL,2,HARD", "LITERAL,0.00001,SAMPLED"})
    void the_form_of_the_generator_is_read_back(
            GeneratorForm.SetPath path, double setMean, GeneratorForm.Gates gates) {
        // Given
        MetaModelHeader header =
                header(Architecture.VGG10, new GeneratorForm(path, setMean, gates));

        // When
        MetaModelFile.write(file(), header, Tensors.numbered(header.layout()), DType.F32);

        // Then
        try (MetaModelFile phi = MetaModelFile.open(file())) {
            assertEquals(header.form(), phi.header().form());
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void what_was_written_is_read_back_in_the_order_of_the_format(Architecture architecture) {
        // Given
        MetaModelHeader header = header(architecture);
        Map<String, Tensor> tensors = Tensors.numbered(header.layout());
        Map<String, Tensor> shuffled = new HashMap<>(tensors);

        // When
        MetaModelFile.write(file(), header, shuffled, DType.F32);

        // Then
        try (MetaModelFile phi = MetaModelFile.open(file())) {
            phi.requireFinite();
            assertEquals(header, phi.header());
            assertEquals(header.network(), phi.network());
            assertEquals(List.copyOf(tensors.keySet()), phi.names());
            tensors.forEach(
                    (name, tensor) -> {
                        assertArrayEquals(tensor.values(), phi.tensor(name).values());
                        assertEquals(tensor.shape(), phi.shape(name));
                    });
            assertArrayEquals(
                    Arrays.copyOfRange(tensors.get("theta.out.weight").values(), 8 * 5, 8 * 7),
                    phi.floats("theta.out.weight", 5, 2));
        }
    }

    @Test
    void half_precision_takes_half_the_room_and_rounds_to_it() throws Exception {
        // Given
        MetaModelHeader header = header(Architecture.VGG10);
        Map<String, Tensor> tensors = Tensors.numbered(header.layout());
        tensors.put("W.fc.bias", filled(tensors.get("W.fc.bias"), 0.1f));
        MetaModelFile.write(file(), header, tensors, DType.F32);
        long full = Files.size(file());

        // When
        MetaModelFile.write(file(), header, tensors, DType.F16);

        // Then
        assertTrue(Files.size(file()) < 0.6 * full);
        try (MetaModelFile phi = MetaModelFile.open(file())) {
            assertEquals(0.1f, phi.floats("W.fc.bias")[3], 5e-5f);
        }
    }

    @Test
    void writing_refuses_missing_extra_misshapen_and_unwritable_tensors() {
        MetaModelHeader header = header(Architecture.VGG10);
        Map<String, Tensor> missing = Tensors.numbered(header.layout());
        missing.remove("pi.conv4.beta");
        refusesToWrite(missing, DType.F32, "tensor pi.conv4.beta of shape [8]");

        Map<String, Tensor> extra = Tensors.numbered(header.layout());
        extra.put("pi.conv11.a", new Tensor(new float[1], List.of(1)));
        refusesToWrite(extra, DType.F32, "also pi.conv11.a");

        Map<String, Tensor> misshapen = Tensors.numbered(header.layout());
        misshapen.put("W.fc.bias", new Tensor(new float[10], List.of(10, 1)));
        refusesToWrite(misshapen, DType.F32, "W.fc.bias of shape [10], found [10, 1]");

        Map<String, Tensor> infinite = Tensors.numbered(header.layout());
        infinite.put("W.fc.bias", filled(infinite.get("W.fc.bias"), Float.NaN));
        refusesToWrite(infinite, DType.F32, "W.fc.bias within the range of F32, found NaN");

        Map<String, Tensor> large = Tensors.numbered(header.layout());
        large.put("W.fc.bias", filled(large.get("W.fc.bias"), 70000));
        refusesToWrite(large, DType.F16, "W.fc.bias within the range of F16, found 70000");
    }

    @ParameterizedTest
    @CsvSource({
        "format, stampede.meta-model/2, MODEL_FORMAT_UNKNOWN, stampede.meta-model/2",
        "format, , MODEL_FORMAT_UNKNOWN, no format",
        "input, 3x64x64, MODEL_FORMAT_UNKNOWN, 3x32x32",
        "set_path, winding, MODEL_FORMAT_UNKNOWN, winding",
        "gates, ajar, MODEL_FORMAT_UNKNOWN, ajar",
        "set_mean, 101, MODEL_CORRUPT, a share of the set's mean",
        "architecture, vgg16, MODEL_FORMAT_UNKNOWN, vgg16",
        "architecture, , MODEL_CORRUPT, metadata architecture",
        "architecture, vgg19, MODEL_CORRUPT, W.conv7.weight",
        "width, 0.125, MODEL_CORRUPT, W.conv1.weight",
        "width, 1e-1, MODEL_CORRUPT, a decimal",
        "width, NaN, MODEL_CORRUPT, a decimal",
        "width, 0, MODEL_CORRUPT, a width",
        "classes, 11, MODEL_CORRUPT, W.fc.weight",
        "classes, 1, MODEL_CORRUPT, at least 2 classes",
        "classes, 99999999999, MODEL_CORRUPT, at most 2147483647",
        "classes, -1, MODEL_CORRUPT, an integer from 0",
        "encoder_dim, 16, MODEL_CORRUPT, theta.sab1.query.weight",
        "encoder_heads, 3, MODEL_CORRUPT, divisible by its heads",
        "mean, '[0.5, 0.5]', MODEL_CORRUPT, 3 finite means",
        "mean, '[0.5, 0.5, NaN]', MODEL_CORRUPT, JSON",
        "mean, '[0.5, 0.5, 1e99]', MODEL_CORRUPT, 3 finite means",
        "mean, '[0.5, 0.5, \"0\"]', MODEL_CORRUPT, a number",
        "mean, '[0.5, 0.5, 0] 1', MODEL_CORRUPT, JSON",
        "std, '[0.5, 0, 0.5]', MODEL_CORRUPT, 3 positive deviations",
        "provenance, '{}', MODEL_CORRUPT, provenance code_version",
        "provenance, '[', MODEL_CORRUPT, JSON",
        "version, seven, MODEL_CORRUPT, an integer from 0"
    })
    void opening_refuses_metadata_that_it_would_misread(
            String key, String value, ErrorCode code, String message) {
        // Given
        MetaModelHeader header = header(Architecture.VGG10);
        Map<String, String> metadata = header.toMetadata();
        metadata.remove(key);
        if (value != null) {
            metadata.put(key, value);
        }
        SafetensorsWriter.write(file(), Tensors.numbered(header.layout()), metadata, DType.F16);

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> MetaModelFile.open(file()));

        // Then
        assertEquals(code, error.code(), error.getMessage());
        assertTrue(error.getMessage().contains(message), error.getMessage());
        if (key.equals("format")) {
            assertTrue(error.getMessage().contains(MetaModelHeader.FORMAT));
        }
    }

    @Test
    void a_file_that_tells_neither_version_nor_provenance_opens() {
        // Given
        MetaModelHeader header = header(Architecture.VGG10);
        Map<String, String> metadata = header.toMetadata();
        metadata.remove("version");
        metadata.remove("provenance");
        Map<String, Tensor> reversed = new LinkedHashMap<>();
        Map<String, Tensor> tensors = Tensors.numbered(header.layout());
        List<String> names = new ArrayList<>(tensors.keySet());
        Collections.reverse(names);
        names.forEach(name -> reversed.put(name, tensors.get(name)));
        SafetensorsWriter.write(file(), reversed, metadata, DType.F32);

        // When
        try (MetaModelFile phi = MetaModelFile.open(file())) {
            // Then
            assertEquals(0, phi.header().version());
            assertEquals(Provenance.UNKNOWN, phi.header().provenance());
            assertEquals(names, phi.names());
        }
    }

    @Test
    void numbers_that_are_not_finite_are_found_in_whole_and_in_rows() {
        for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            refusesToRead("theta.sab1.key.weight", wrong, "finite numbers in theta.sab1.key");
        }
        refusesToRead("W.bn3.running_var", -1, "finite numbers from 0 in W.bn3.running_var");
    }

    @Test
    void a_new_version_changes_nothing_else() {
        MetaModelHeader header = header(Architecture.VGG10);
        assertEquals(8, header.withVersion(8).version());
        assertEquals(header, header.withVersion(8).withVersion(7));
    }

    private void refusesToRead(String name, float wrong, String message) {
        // Given
        MetaModelHeader header = header(Architecture.VGG10);
        Map<String, Tensor> tensors = Tensors.numbered(header.layout());
        float[] values = tensors.get(name).values();
        values[values.length - 1] = wrong;
        SafetensorsWriter.write(file(), tensors, header.toMetadata(), DType.F32);

        try (MetaModelFile phi = MetaModelFile.open(file())) {
            // When
            int rows = phi.shape(name).get(0);
            StampedeException all =
                    assertThrows(StampedeException.class, () -> phi.requireFinite());
            StampedeException lastRow =
                    assertThrows(StampedeException.class, () -> phi.floats(name, rows - 1, 1));

            // Then
            assertEquals(ErrorCode.MODEL_NOT_FINITE, all.code());
            assertTrue(all.getMessage().contains(message), all.getMessage());
            assertEquals(all.getMessage(), lastRow.getMessage());
            assertEquals(phi.shape(name).size() == 1 ? 1 : 3072, phi.floats(name, 0, 1).length);
        }
    }

    private void refusesToWrite(Map<String, Tensor> tensors, DType dtype, String message) {
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () ->
                                MetaModelFile.write(
                                        file(), header(Architecture.VGG10), tensors, dtype));
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertFalse(Files.exists(file()));
    }

    private static Tensor filled(Tensor like, float value) {
        float[] values = new float[like.values().length];
        Arrays.fill(values, value);
        return new Tensor(values, like.shape());
    }

    private Path file() {
        return directory.resolve("phi.safetensors");
    }
}
