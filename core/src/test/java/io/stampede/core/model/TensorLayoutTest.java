package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorLayoutTest {
    @Test
    void phi_of_a_vgg_stands_in_the_order_of_the_forward_pass() {
        // When
        List<String> names = names(Architecture.VGG19);

        // Then
        assertEquals("theta.sab1.query.weight", names.get(0));
        assertEquals("theta.out.bias", names.get(52));
        assertEquals(
                List.of(
                        "W.conv1.weight",
                        "W.bn1.weight",
                        "W.bn1.bias",
                        "W.bn1.running_mean",
                        "W.bn1.running_var",
                        "pi.conv1.a",
                        "pi.conv1.b",
                        "pi.conv1.gamma",
                        "pi.conv1.beta",
                        "pi.conv1.sigma",
                        "W.conv2.weight"),
                names.subList(53, 64));
        assertEquals(List.of("W.fc.weight", "W.fc.bias"), last(names, 2));
        assertEquals(53 + 16 * 10 + 2, names.size());
    }

    @Test
    void a_residual_block_gives_each_gate_behind_the_convolutions_that_feed_it() {
        // When
        List<String> names = names(Architecture.RESNET18);

        // Then
        List<String> block =
                names.stream()
                        .filter(name -> name.contains("stage1.block1."))
                        .filter(name -> name.contains("conv") || name.endsWith(".a"))
                        .toList();
        assertEquals(
                List.of(
                        "W.stage1.block1.conv1.weight",
                        "pi.stage1.block1.mid.a",
                        "W.stage1.block1.conv2.weight",
                        "W.stage1.block1.shortcut.conv.weight",
                        "pi.stage1.block1.out.a"),
                block);
        assertEquals(53 + (1 + 3 * 8) * 5 + 17 * 5 + 2, names.size());
    }

    @ParameterizedTest
    @CsvSource({"32, 411712", "64, 849024", "128, 1809664", "256, 4075008"})
    void the_set_encoder_has_the_parameters_of_the_design(int dim, long parameters) {
        NetworkSpec network = Architectures.of(Architecture.VGG10, 0.125, 10);
        assertEquals(parameters, elements(TensorLayout.metaModel(network, dim).shapes(), "theta."));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void a_subnetwork_holds_what_the_cost_model_counts_and_the_running_statistics(
            Architecture architecture) {
        // Given
        NetworkSpec network = Architectures.of(architecture, 0.25, 10);

        // When
        Map<String, List<Integer>> shapes = TensorLayout.subnetwork(network).shapes();

        // Then
        long statistics =
                2L
                        * network.convolutions().stream()
                                .mapToInt(c -> network.channels(c.output()))
                                .sum();
        assertEquals(
                CostModel.FINE_TUNING.of(network).parameters() + statistics,
                elements(shapes, "W."));
        assertEquals(
                shapes.keySet(),
                new LinkedHashSet<>(
                        names(architecture).stream().filter(n -> n.startsWith("W.")).toList()));
    }

    private static long elements(Map<String, List<Integer>> shapes, String prefix) {
        return shapes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> entry.getValue().stream().reduce(1, Math::multiplyExact))
                .sum();
    }

    private static List<String> names(Architecture architecture) {
        NetworkSpec network = Architectures.of(architecture, 0.25, 10);
        return List.copyOf(TensorLayout.metaModel(network, 16).shapes().keySet());
    }

    private static List<String> last(List<String> names, int count) {
        return names.subList(names.size() - count, names.size());
    }
}
