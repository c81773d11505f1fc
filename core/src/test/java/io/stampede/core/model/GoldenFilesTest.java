package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the plain ring against files that an independent program computed. */
class GoldenFilesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vgg19-w0.0625-seed7",
                "vgg19-w0.0625-seed11",
                "resnet18-w0.0625-seed7",
                "resnet18-w0.0625-seed11"
            })
    void phi_of_another_program_opens_and_is_sound(String folder) {
        // When
        try (MetaModelFile phi = MetaModelFile.open(GOLDEN.resolve(folder + "/phi.safetensors"))) {
            // Then
            phi.requireFinite();
            assertEquals(folder.substring(0, folder.indexOf('-')), name(phi));
            assertEquals(0.0625, phi.header().width());
            assertEquals(16, phi.header().encoderDim());
            assertEquals(4, phi.header().encoderHeads());
            assertEquals(List.of(0.5071f, 0.4867f, 0.4408f), phi.header().mean());
            assertEquals(Provenance.UNKNOWN, phi.header().provenance());
            assertEquals(new HashSet<>(phi.names()), phi.header().layout().shapes().keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vgg19-w0.0625-seed7",
                "vgg19-w0.0625-seed11",
                "resnet18-w0.0625-seed7",
                "resnet18-w0.0625-seed11"
            })
    void natural_masks_and_costs_are_those_of_another_program(String folder) throws IOException {
        // Given
        JsonObject expected =
                JsonParser.parseString(Files.readString(GOLDEN.resolve(folder + "/expected.json")))
                        .getAsJsonObject();
        NetworkSpec network;
        try (MetaModelFile phi = MetaModelFile.open(GOLDEN.resolve(folder + "/phi.safetensors"))) {
            network = phi.network();
        }

        // When
        ChannelMask mask = ChannelMask.natural(network, scores(expected));
        Cost kept = new PruningPlan(network, mask).cost(CostModel.FINE_TUNING);
        Cost full = CostModel.FINE_TUNING.of(network);

        // Then
        assertEquals(kept(expected), mask.kept());
        assertCost(expected.getAsJsonObject("cost_full"), full);
        assertCost(expected.getAsJsonObject("cost_kept"), kept);
    }

    private static String name(MetaModelFile phi) {
        return phi.header().architecture().id();
    }

    private static void assertCost(JsonObject expected, Cost cost) {
        assertEquals(expected.get("params").getAsLong(), cost.parameters());
        assertEquals(expected.get("macs").getAsLong(), cost.multiplyAdds());
    }

    private static Map<String, float[]> scores(JsonObject expected) {
        Map<String, float[]> scores = new HashMap<>();
        expected.getAsJsonObject("expected_mask")
                .asMap()
                .forEach(
                        (group, values) ->
                                scores.put(group, new Gson().fromJson(values, float[].class)));
        return scores;
    }

    private static Map<String, List<Integer>> kept(JsonObject expected) {
        Map<String, List<Integer>> kept = new HashMap<>();
        expected.getAsJsonObject("kept")
                .asMap()
                .forEach((group, values) -> kept.put(group, integers(values.getAsJsonArray())));
        return kept;
    }

    private static List<Integer> integers(JsonArray values) {
        List<Integer> integers = new ArrayList<>();
        for (JsonElement value : values) {
            integers.add(value.getAsInt());
        }
        return integers;
    }
}
