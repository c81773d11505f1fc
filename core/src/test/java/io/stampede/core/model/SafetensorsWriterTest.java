package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsWriterTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(DType.class)
    void what_was_written_is_read_back(DType dtype) {
        // Given
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z", new Tensor(new float[] {1, -2.5f, 0, 65504}, List.of(2, 2)));
        tensors.put("a", new Tensor(new float[] {0.5f}, List.of()));
        tensors.put("none", new Tensor(new float[0], List.of(3, 0)));
        float[] many = new float[100_001];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 2048;
        }
        tensors.put("long", new Tensor(many, List.of(many.length)));
        Map<String, String> metadata = Map.of("k", "line\nbreak \"quoted\" \u00e9");

        // When
        SafetensorsWriter.write(file(), tensors, metadata, dtype);

        // Then
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            assertEquals(List.of("z", "a", "none", "long"), reader.names());
            assertEquals(metadata, reader.metadata());
            tensors.forEach(
                    (name, tensor) -> {
                        assertEquals(tensor.shape(), reader.info(name).shape());
                        assertEquals(dtype, reader.info(name).dtype());
                        assertArrayEquals(tensor.values(), reader.floats(name));
                    });
        }
    }

    @Test
    void the_data_begins_at_a_multiple_of_eight_bytes_behind_spaces() throws IOException {
        // When
        SafetensorsWriter.write(file(), tensors(3), Map.of(), DType.F32);

        // Then
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) buffer.getLong();
        assertEquals(0, header % 8);
        assertEquals(8 + header + 4, bytes.length);
        assertEquals('{', bytes[8]);
        assertTrue(bytes[8 + header - 1] == ' ' || bytes[8 + header - 1] == '}');
        assertEquals(3, buffer.getFloat(8 + header));
    }

    @Test
    void replaces_the_old_file_and_leaves_nothing_beside_it() throws IOException {
        // Given
        SafetensorsWriter.write(file(), tensors(1), Map.of(), DType.F32);
        Files.writeString(directory.resolve("x.safetensors.part"), "left by a crash");

        // When
        SafetensorsWriter.write(file(), tensors(2), Map.of(), DType.F32);

        // Then
        try (SafetensorsReader reader = SafetensorsReader.open(file());
                var files = Files.list(directory)) {
            assertArrayEquals(new float[] {2}, reader.floats("t"));
            assertEquals(1, files.count());
        }
    }

    @Test
    void an_open_reader_keeps_the_file_that_it_opened() {
        // Given
        SafetensorsWriter.write(file(), tensors(1), Map.of(), DType.F32);
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            // When
            SafetensorsWriter.write(file(), tensors(2), Map.of(), DType.F32);

            // Then
            assertArrayEquals(new float[] {1}, reader.floats("t"));
        }
    }

    @Test
    void a_failed_write_leaves_what_was_there_and_no_part() throws IOException {
        // Given
        Path target = Files.createDirectory(directory.resolve("taken"));
        Files.writeString(target.resolve("precious"), "kept");

        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> SafetensorsWriter.write(target, tensors(1), Map.of(), DType.F32));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, error.code());
        assertEquals("kept", Files.readString(target.resolve("precious")));
        assertFalse(Files.exists(directory.resolve("taken.part")));
    }

    @Test
    void a_tensor_refuses_a_shape_that_does_not_hold_its_values() {
        for (List<Integer> shape : List.of(List.of(3), List.of(-2, -1), List.<Integer>of())) {
            StampedeException error =
                    assertThrows(StampedeException.class, () -> new Tensor(new float[2], shape));
            assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        }
    }

    private static Map<String, Tensor> tensors(float value) {
        return Map.of("t", new Tensor(new float[] {value}, List.of(1)));
    }

    private Path file() {
        return directory.resolve("x.safetensors");
    }
}
