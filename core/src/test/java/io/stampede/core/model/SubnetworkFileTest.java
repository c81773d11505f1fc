package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.ChannelMask;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SubnetworkFileTest {
    @TempDir private Path directory;

    private static SubnetworkHeader header(Architecture architecture, Budget budget) {
        NetworkSpec full = Architectures.of(architecture, 0.125, 3);
        Map<String, List<Integer>> kept = new HashMap<>(ChannelMask.all(full).kept());
        kept.replaceAll((group, indices) -> indices.stream().filter(i -> i % 3 == 1).toList());
        return new SubnetworkHeader(
                architecture,
                0.125,
                List.of(0.5f, 0.25f, 1e-5f),
                List.of(1f, 0.5f, 0.25f),
                List.of("cat", "dog \"x\"", "\u00e9l\u00e9phant"),
                41,
                "0f".repeat(32),
                kept,
                true,
                budget,
                Map.of("accuracy", 0.875));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void what_was_written_is_read_back(Architecture architecture) {
        // Given
        Budget budget =
                Budget.UNLIMITED.withMaxParameters(1_000_000).withMaxTrainingBytes(1L << 40);
        SubnetworkHeader header = header(architecture, budget);
        Map<String, Tensor> tensors = Tensors.numbered(header.layout());

        // When
        SubnetworkFile.write(file(), header, new HashMap<>(tensors), DType.F32);

        // Then
        try (SubnetworkFile subnetwork = SubnetworkFile.open(file())) {
            assertEquals(header, subnetwork.header());
            assertEquals(header.network(), subnetwork.network());
            assertEquals(List.copyOf(tensors.keySet()), subnetwork.names());
            tensors.forEach(
                    (name, tensor) ->
                            assertArrayEquals(tensor.values(), subnetwork.tensor(name).values()));
        }
    }

    @Test
    void groups_come_back_in_the_order_of_the_forward_pass() {
        SubnetworkHeader header = header(Architecture.RESNET18, Budget.UNLIMITED);
        assertEquals(
                List.copyOf(header.plan().full().channels().keySet()),
                List.copyOf(header.kept().keySet()));
    }

    @Test
    void metadata_says_exactly_what_the_network_costs() {
        SubnetworkHeader header = header(Architecture.VGG10, Budget.UNLIMITED);
        Map<String, String> metadata = header.toMetadata();
        assertEquals("" + header.cost().parameters(), metadata.get("parameters"));
        assertEquals("" + header.cost().multiplyAdds(), metadata.get("multiply_adds"));
        assertEquals("{}", metadata.get("budget"));
        assertEquals(
                "[1,4,7]", metadata.get("kept").replaceFirst("^\\{\"conv1\":(.*?\\]).*", "$1"));
    }

    @ParameterizedTest
    @CsvSource({
        "format, stampede.subnetwork/2, MODEL_FORMAT_UNKNOWN, stampede.subnetwork/1",
        "format, stampede.meta-model/1, MODEL_FORMAT_UNKNOWN, stampede.meta-model/1",
        "parameters, 1, MODEL_CORRUPT, parameters: expected",
        "multiply_adds, 1, MODEL_CORRUPT, multiply_adds: expected",
        "classes, 4, MODEL_CORRUPT, classes: expected 3",
        "labels, '[\"a\", \"b\"]', MODEL_CORRUPT, classes: expected 2",
        "labels, '[\"a\", 1, \"c\"]', MODEL_CORRUPT, a JSON string",
        "parent_version, -1, MODEL_CORRUPT, an integer from 0",
        "parent_sha256, 0F, MODEL_CORRUPT, 64 hexadecimal",
        "fold, yes, MODEL_CORRUPT, true or false",
        "budget, '{\"max_parameters\":0}', MODEL_CORRUPT, positive maximum parameters",
        "budget, '{\"max_parameters\":1.5}', MODEL_CORRUPT, an integer",
        "metrics, '{\"accuracy\":\"1\"}', MODEL_CORRUPT, a number",
        "metrics, '{\"accuracy\":1e999}', MODEL_CORRUPT, a finite number"
    })
    void opening_refuses_metadata_that_contradicts_itself(
            String key, String value, ErrorCode code, String message) {
        refuses(Map.of(key, value), code, message);
    }

    @Test
    void opening_refuses_kept_channels_that_no_such_network_has() {
        for (String indices :
                List.of("[]", "[1,1]", "[4,1]", "[8]", "[-1]", "[1.5]", "1", "[4294967297]")) {
            String kept =
                    header(Architecture.VGG10, Budget.UNLIMITED)
                            .toMetadata()
                            .get("kept")
                            .replace("\"conv1\":[1,4,7]", "\"conv1\":" + indices);
            refuses(Map.of("kept", kept), ErrorCode.MODEL_CORRUPT, "expected");
        }
        refuses(Map.of("kept", "{\"conv1\":[0]}"), ErrorCode.MODEL_CORRUPT, "groups");
    }

    @Test
    void metrics_must_be_finite_and_can_be_replaced() {
        SubnetworkHeader header = header(Architecture.VGG10, Budget.UNLIMITED);
        assertEquals(
                Map.of("accuracy", 0.5), header.withMetrics(Map.of("accuracy", 0.5)).metrics());
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> header.withMetrics(Map.of("accuracy", Double.NaN)));
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
    }

    private void refuses(Map<String, String> changes, ErrorCode code, String message) {
        // Given
        SubnetworkHeader header = header(Architecture.VGG10, Budget.UNLIMITED);
        Map<String, String> metadata = new LinkedHashMap<>(header.toMetadata());
        metadata.putAll(changes);
        SafetensorsWriter.write(file(), Tensors.numbered(header.layout()), metadata, DType.F32);

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> SubnetworkFile.open(file()));

        // Then
        assertEquals(code, error.code(), error.getMessage());
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    private Path file() {
        return directory.resolve("subnetwork.safetensors");
    }
}
