package io.stampede.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Old devices and new servers meet: the bytes of a message must never change. */
class GoldenBytesTest {
    @ParameterizedTest
    @MethodSource("io.stampede.proto.SampleMessages#all")
    void a_message_is_written_as_its_golden_bytes(Message message) throws IOException {
        // Given
        String golden = golden(message);

        // When
        String written = HexFormat.of().formatHex(serialise(message));

        // Then
        assertEquals(golden, written);
    }

    @ParameterizedTest
    @MethodSource("io.stampede.proto.SampleMessages#all")
    void golden_bytes_are_read_back_as_the_message(Message message) throws IOException {
        // Given
        byte[] golden = HexFormat.of().parseHex(golden(message));

        // When
        Message read = message.getParserForType().parseFrom(golden);

        // Then
        assertEquals(message, read);
        assertTrue(read.getUnknownFields().asMap().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.stampede.proto.SampleMessages#all")
    void the_sample_sets_every_field_so_that_the_bytes_pin_all(Message message) {
        // Then
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            boolean present =
                    field.isRepeated()
                            ? message.getRepeatedFieldCount(field) > 0
                            : message.getAllFields().containsKey(field);
            assertTrue(present, () -> field.getFullName() + " is not set in the sample");
        }
    }

    private static byte[] serialise(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        output.useDeterministicSerialization();
        message.writeTo(output);
        output.flush();
        return bytes.toByteArray();
    }

    private static String golden(Message message) throws IOException {
        String name = "/golden/" + message.getDescriptorForType().getName() + ".hex";
        try (InputStream stream = GoldenBytesTest.class.getResourceAsStream(name)) {
            assertNotNull(stream, () -> name + " is missing");
            return new String(stream.readAllBytes(), UTF_8).replaceAll("\\s", "");
        }
    }
}
