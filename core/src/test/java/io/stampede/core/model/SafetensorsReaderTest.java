package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsReaderTest {
    private static final String A = RawSafetensors.entry("a", "F32", "[2]", "[0,8]");

    @TempDir private Path directory;

    /** A wrong header over 12 bytes of data, and what the message must say. */
    private record Wrong(String header, String message) {}

    static List<Wrong> wrongHeaders() {
        return List.of(
                new Wrong("", "a header of 2 to"),
                new Wrong("[]", "a safetensors header"),
                new Wrong("{} x", "a safetensors header"),
                new Wrong("{'a':1}", "a safetensors header"),
                new Wrong("{\"a\":1}", "a safetensors header"),
                new Wrong("{" + A + "}", "8 bytes of tensors, found 12"),
                new Wrong("{" + A + "," + A + "}", "a twice"),
                new Wrong(
                        "{" + A + "," + RawSafetensors.entry("b", "F32", "[2]", "[4,12]") + "}",
                        "b to begin at byte 8, found 4"),
                new Wrong(
                        "{" + A + "," + RawSafetensors.entry("b", "F16", "[1]", "[10,12]") + "}",
                        "b to begin at byte 8, found 10"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "F32", "[4]", "[0,16]") + "}",
                        "16 bytes of tensors, found 12"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "F32", "[4]", "[0,12]") + "}",
                        "b of shape [4] to take 16 bytes, found bytes 0 to 12"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "F32", "[3]", "[12,0]") + "}",
                        "to take 12 bytes, found bytes 12 to 0"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "F32", "[-3]", "[0,12]") + "}",
                        "integers from 0, found b -3"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "F32", "[3.0]", "[0,12]") + "}",
                        "integers from 0, found b 3.0"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "F32", "[\"3\"]", "[0,12]") + "}",
                        "a JSON NUMBER"),
                new Wrong(
                        "{"
                                + RawSafetensors.entry(
                                        "b", "F32", "[2147483647,2147483647,2147483647]", "[0,12]")
                                + "}",
                        "a shape that memory can hold"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "F32", "[3]", "[0,12,12]") + "}",
                        "dtype, shape and two data_offsets"),
                new Wrong(
                        "{" + RawSafetensors.entry("b", "BF16", "[6]", "[0,12]") + "}",
                        "dtype F32 or F16, found b of BF16"),
                new Wrong(
                        "{\"b\":{\"dtype\":\"F32\",\"shape\":[3]}}",
                        "dtype, shape and two data_offsets"),
                new Wrong(
                        "{\"b\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}",
                        "dtype, shape and data_offsets once each"),
                new Wrong("{\"__metadata__\":{\"k\":1}}", "a JSON STRING"),
                new Wrong("{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", "k twice"),
                new Wrong("{\"__metadata__\":{},\"__metadata__\":{}}", "one __metadata__"));
    }

    @ParameterizedTest
    @MethodSource("wrongHeaders")
    void refuses_a_wrong_header_in_one_line_that_says_what_was_found(Wrong wrong)
            throws IOException {
        // Given
        Path file = RawSafetensors.write(file(), wrong.header(), 12);

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> SafetensorsReader.open(file));

        // Then
        assertEquals(ErrorCode.MODEL_CORRUPT, error.code());
        assertTrue(error.getMessage().contains(wrong.message()), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void refuses_a_header_length_beyond_the_file_or_the_limit_without_reading_it()
            throws IOException {
        for (long length : new long[] {-1, 0, 1, 100, Long.MAX_VALUE, Long.MIN_VALUE}) {
            // Given
            Path file = RawSafetensors.write(file(), length, new byte[40], 12);

            // When
            StampedeException error =
                    assertThrows(StampedeException.class, () -> SafetensorsReader.open(file));

            // Then
            assertEquals(ErrorCode.MODEL_CORRUPT, error.code());
            assertTrue(error.getMessage().contains("found " + length + " bytes"));
        }
    }

    @Test
    void refuses_text_that_is_not_utf8() throws IOException {
        // Given
        byte[] header = "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1);
        Path file = RawSafetensors.write(file(), header.length, header, 0);

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> SafetensorsReader.open(file));

        // Then
        assertTrue(error.getMessage().contains("UTF-8"), error.getMessage());
    }

    @Test
    void a_name_with_line_breaks_cannot_forge_a_second_line() throws IOException {
        // Given
        Path file =
                RawSafetensors.write(
                        file(),
                        "{" + RawSafetensors.entry("x\\nERROR y", "F32", "[3]", "[4,16]") + "}",
                        16);

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> SafetensorsReader.open(file));

        // Then
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void a_file_that_is_not_there_is_unreadable() {
        for (Path missing : List.of(directory.resolve("none"), directory)) {
            StampedeException error =
                    assertThrows(StampedeException.class, () -> SafetensorsReader.open(missing));
            assertEquals(ErrorCode.MODEL_UNREADABLE, error.code());
        }
    }

    @Test
    void gives_names_in_the_order_of_the_data_and_not_of_the_header() throws IOException {
        // Given
        String late = RawSafetensors.entry("late", "F16", "[1,2]", "[8,12]");
        Path file =
                RawSafetensors.write(
                        file(), "{" + late + "," + A + ",\"__metadata__\":{\"k\":\"v\"}}   ", 12);

        // When
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            // Then
            assertEquals(List.of("a", "late"), reader.names());
            assertEquals(Map.of("k", "v"), reader.metadata());
            assertEquals(new TensorInfo(DType.F16, List.of(1, 2), 8, 12), reader.info("late"));
        }
    }

    @Test
    void reads_some_rows_without_the_others() {
        // Given
        float[] values = new float[5 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 2f;
        }
        for (DType dtype : DType.values()) {
            SafetensorsWriter.write(
                    file(), Map.of("t", new Tensor(values, List.of(5, 3))), Map.of(), dtype);

            // When
            try (SafetensorsReader reader = SafetensorsReader.open(file())) {
                // Then
                assertArrayEquals(
                        new float[] {3, 3.5f, 4, 4.5f, 5, 5.5f}, reader.floats("t", 2, 2));
                assertArrayEquals(values, reader.floats("t"));
                assertEquals(0, reader.floats("t", 5, 0).length);
            }
        }
    }

    @Test
    void refuses_rows_and_names_that_a_tensor_does_not_have() {
        // Given
        SafetensorsWriter.write(
                file(), Map.of("t", new Tensor(new float[6], List.of(3, 2))), Map.of(), DType.F32);

        // When
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            // Then
            int[][] wrong = {{-1, 1}, {0, 4}, {3, 1}, {0, -1}, {1, Integer.MAX_VALUE}};
            for (int[] rows : wrong) {
                StampedeException error =
                        assertThrows(
                                StampedeException.class,
                                () -> reader.floats("t", rows[0], rows[1]));
                assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
            }
            assertEquals(
                    ErrorCode.MODEL_CORRUPT,
                    assertThrows(StampedeException.class, () -> reader.floats("u")).code());
        }
    }

    @Test
    void a_file_cut_short_while_it_is_open_is_an_error_and_not_a_crash() throws IOException {
        // Given
        SafetensorsWriter.write(
                file(),
                Map.of("t", new Tensor(new float[9999], List.of(9999))),
                Map.of(),
                DType.F32);
        try (SafetensorsReader reader = SafetensorsReader.open(file())) {
            try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
                cut.setLength(20_000);
            }

            // When
            StampedeException error =
                    assertThrows(StampedeException.class, () -> reader.floats("t"));

            // Then
            assertEquals(ErrorCode.MODEL_CORRUPT, error.code());
        }
    }

    @Test
    void reads_tensors_beyond_two_gibibytes() throws IOException {
        // Given
        long gap = 3L << 30;
        String header =
                "{"
                        + RawSafetensors.entry("gap", "F16", "[3,536870912]", "[0," + gap + "]")
                        + ","
                        + RawSafetensors.entry("t", "F32", "[1]", "[" + gap + "," + (gap + 4) + "]")
                        + "}";
        Path file = RawSafetensors.write(file(), header, 0);
        long begin = Files.size(file);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(begin + gap);
            // 1.0f in little endian.
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3F});
        }

        // When
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            // Then
            assertArrayEquals(new float[] {1}, reader.floats("t"));
            assertFalse(reader.tensors().isEmpty());
        }
    }

    private Path file() {
        return directory.resolve("x.safetensors");
    }
}
