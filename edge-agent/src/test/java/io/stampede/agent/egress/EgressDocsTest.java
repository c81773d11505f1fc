package io.stampede.agent.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Budget;
import io.stampede.proto.v1.DeviceStatus;
import io.stampede.proto.v1.GroupCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/egress.md against the wire contract: whatever can leave is said. */
class EgressDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "egress.md");

    static List<Descriptor> messages() {
        return List.of(
                AdaptationReport.getDescriptor(),
                Budget.getDescriptor(),
                GroupCount.getDescriptor(),
                DeviceStatus.getDescriptor());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void names_every_field_that_a_device_may_send(Descriptor message) throws IOException {
        // Given
        List<String> wanted =
                message.getFields().stream().map(FieldDescriptor::getName).sorted().toList();

        // When
        List<String> named = new ArrayList<>(fields(message.getName()));

        // Then
        assertEquals(wanted, named.stream().sorted().toList());
    }

    /** First column of the table behind the line that begins with a message's name. */
    private static List<String> fields(String message) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int begin = 0;
        while (!lines.get(begin).startsWith(message + ",")) {
            begin++;
        }
        List<String> fields = new ArrayList<>();
        for (String line : lines.subList(begin, lines.size())) {
            if (line.startsWith("| `")) {
                fields.add(line.substring(3, line.indexOf('`', 3)));
            } else if (!fields.isEmpty()) {
                break;
            }
        }
        return fields;
    }
}
