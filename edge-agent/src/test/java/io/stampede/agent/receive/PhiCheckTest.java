package io.stampede.agent.receive;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.stampede.agent.intake.Manifest;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.core.ErrorCode;
import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhiCheckTest {
    private final Manifest manifest = manifest(0.0625);
    @TempDir private Path directory;
    private Path phi;

    @BeforeEach
    void write() {
        phi = directory.resolve("phi.safetensors");
        MetaModelHeader header =
                new MetaModelHeader(
                        Architecture.VGG10,
                        0.0625,
                        10,
                        4,
                        2,
                        GeneratorForm.PAPER,
                        List.of(0.5f, 0.5f, 0.5f),
                        List.of(0.25f, 0.25f, 0.25f),
                        Provenance.UNKNOWN,
                        1);
        Map<String, Tensor> tensors = new HashMap<>();
        header.layout()
                .shapes()
                .forEach((name, shape) -> tensors.put(name, new Tensor(ones(shape), shape)));
        MetaModelFile.write(phi, header, tensors, DType.F32);
    }

    @Test
    void passes_a_sound_file() {
        assertDoesNotThrow(() -> new PhiCheck().check(phi, manifest));
    }

    @Test
    void finds_weights_that_are_no_numbers() throws IOException {
        byte[] bytes = Files.readAllBytes(phi);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(phi, bytes);

        assertFails(ErrorCode.MODEL_NOT_FINITE, () -> new PhiCheck().check(phi, manifest));
    }

    @Test
    void finds_a_file_that_ends_early() throws IOException {
        byte[] bytes = Files.readAllBytes(phi);
        Files.write(phi, Arrays.copyOf(bytes, bytes.length - 4));

        assertFails(ErrorCode.MODEL_CORRUPT, () -> new PhiCheck().check(phi, manifest));
    }

    @Test
    void finds_a_file_that_is_not_what_was_announced() {
        assertFails(ErrorCode.MODEL_CORRUPT, () -> new PhiCheck().check(phi, manifest(0.125)));
    }

    private static float[] ones(List<Integer> shape) {
        float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, 1);
        return values;
    }

    private static Manifest manifest(double width) {
        return SampleModel.reader()
                .read(SampleModel.of(1, 250).message().setWidth(width).build().toByteArray());
    }
}
