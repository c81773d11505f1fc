package io.stampede.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.ModelManifest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that every message keeps, those of tomorrow included. */
class ContractTest {
    private static final List<FileDescriptor> FILES =
            List.of(
                    ModelManifest.getDescriptor().getFile(),
                    AdaptationReport.getDescriptor().getFile());

    private static final Pattern UNIT =
            Pattern.compile(".*_(bytes|seconds|millis|ms|images|adds|parameters|reports|batches)");

    /** Numbers that count or order things named by the field itself, or are pure ratios. */
    private static final Set<String> UNITLESS =
            Set.of(
                    "version",
                    "model_version",
                    "serving_version",
                    "pending_version",
                    "width",
                    "partition",
                    "offset",
                    "sequence",
                    "error_code",
                    "parameters",
                    "validation_accuracy",
                    "incumbent_accuracy",
                    "batch_size",
                    "progress",
                    "kept",
                    "full");

    /** Words of what must never leave a device. */
    private static final Pattern PRIVATE =
            Pattern.compile(
                    "label|pixel|picture|raw|representation|mask|sample|image_data|weights");

    static Stream<EnumDescriptor> enums() {
        return FILES.stream().flatMap(file -> file.getEnumTypes().stream());
    }

    static Stream<FieldDescriptor> fields() {
        return FILES.stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .map(Descriptor::getFields)
                .flatMap(List::stream);
    }

    static Stream<FieldDescriptor> deviceFields() {
        return AdaptationReport.getDescriptor().getFile().getMessageTypes().stream()
                .map(Descriptor::getFields)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("enums")
    void an_enum_starts_with_unspecified(EnumDescriptor type) {
        // Then
        String zero = type.findValueByNumber(0).getName();
        String prefix = type.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        assertEquals(prefix.toUpperCase(Locale.ROOT) + "_UNSPECIFIED", zero);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void a_number_with_a_unit_names_it(FieldDescriptor field) {
        // Given
        Set<JavaType> numbers =
                Set.of(JavaType.INT, JavaType.LONG, JavaType.FLOAT, JavaType.DOUBLE);

        // Then
        String name = field.getName();
        assertTrue(
                !numbers.contains(field.getJavaType())
                        || UNITLESS.contains(name)
                        || UNIT.matcher(name).matches(),
                () -> field.getFullName() + " ends in no unit and is not known to have none");
    }

    @ParameterizedTest
    @MethodSource("deviceFields")
    void a_device_message_has_no_place_for_private_data(FieldDescriptor field) {
        // Then
        assertTrue(
                !PRIVATE.matcher(field.getName()).find(),
                () -> field.getFullName() + " sounds like private data");
    }
}
