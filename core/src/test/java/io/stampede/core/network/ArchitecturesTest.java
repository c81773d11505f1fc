package io.stampede.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitecturesTest {
    @Test
    void a_vgg_is_a_chain_of_gated_convolutions() {
        // When
        NetworkSpec network = Architectures.of(Architecture.VGG10, 1, 10);

        // Then
        assertEquals(
                IntStream.rangeClosed(1, 10).mapToObj(i -> "conv" + i).toList(),
                List.copyOf(network.channels().keySet()));
        assertEquals(
                List.of(64, 64, 128, 128, 256, 256, 512, 512, 512, 512),
                List.copyOf(network.channels().values()));
        List<Convolution> convolutions = network.convolutions();
        assertEquals(NetworkSpec.IMAGE, convolutions.get(0).input());
        for (int i = 1; i < convolutions.size(); i++) {
            assertEquals(convolutions.get(i - 1).output(), convolutions.get(i).input());
        }
        assertEquals("conv10", network.classifier().input());
        assertEquals(
                4, network.layers().stream().filter(Layer.MaxPooling.class::isInstance).count());
        assertTrue(network.layers().contains(new Layer.AveragePooling(2)));
    }

    @Test
    void resnet18_names_its_tensors_and_gates_as_the_format_does() {
        // When
        NetworkSpec network = Architectures.of(Architecture.RESNET18, 1, 10);

        // Then
        assertEquals(17, network.channels().size());
        assertEquals(
                List.of("stem", "stage1.block1.mid", "stage1.block1.out", "stage1.block2.mid"),
                List.copyOf(network.channels().keySet()).subList(0, 4));
        assertEquals(
                List.of(
                        "W.stem.conv.weight",
                        "W.stage1.block1.conv1.weight",
                        "W.stage1.block1.conv2.weight",
                        "W.stage1.block1.shortcut.conv.weight",
                        "W.stage1.block2.conv1.weight"),
                network.convolutions().subList(0, 5).stream().map(Convolution::weight).toList());
        Convolution shortcut = network.convolutions().get(3);
        assertEquals("W.stage1.block1.shortcut.bn.bias", shortcut.norm("bias"));
        assertEquals(0, shortcut.padding());
        assertEquals("stage4.block2.out", network.classifier().input());
    }

    @Test
    void only_the_first_block_of_a_later_stage_shrinks_the_picture() {
        // When
        List<Convolution> convolutions =
                Architectures.of(Architecture.RESNET18, 1, 10).convolutions();

        // Then
        List<String> strided =
                convolutions.stream()
                        .filter(c -> c.stride() == 2)
                        .map(Convolution::weightName)
                        .toList();
        assertEquals(
                List.of(
                        "W.stage2.block1.conv1",
                        "W.stage2.block1.shortcut.conv",
                        "W.stage3.block1.conv1",
                        "W.stage3.block1.shortcut.conv",
                        "W.stage4.block1.conv1",
                        "W.stage4.block1.shortcut.conv"),
                strided);
        assertEquals(4, convolutions.get(convolutions.size() - 1).outputSize());
    }

    @ParameterizedTest
    @CsvSource({"64, 0.0625, 4", "64, 0.0078125, 1", "64, 0.001, 1", "3, 0.5, 2", "64, 0.3, 19"})
    void widths_round_half_up_and_never_to_nothing(int channels, double width, int expected) {
        assertEquals(expected, Architectures.scaled(channels, width));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void an_architecture_is_found_by_its_name(Architecture architecture) {
        assertEquals(architecture, Architecture.of(architecture.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VGG19", "vgg16", ""})
    void refuses_unknown_architectures_and_says_which_there_are(String name) {
        StampedeException error =
                assertThrows(StampedeException.class, () -> Architecture.of(name));
        assertEquals(ErrorCode.MODEL_FORMAT_UNKNOWN, error.code());
        assertTrue(error.getMessage().contains("resnet18, found '" + name + "'"));
    }

    @Test
    void refuses_networks_that_nobody_can_build() {
        for (double width : new double[] {0, -1, 4.1, Double.NaN}) {
            refuses(() -> Architectures.of(Architecture.VGG10, width, 10));
        }
        refuses(() -> Architectures.of(Architecture.VGG10, 1, 1));
        NetworkSpec network = Architectures.of(Architecture.VGG10, 1, 10);
        Map<String, Integer> counts = new HashMap<>(network.channels());
        counts.put("conv3", 0);
        refuses(() -> network.withChannels(counts));
    }

    @Test
    void other_channels_keep_the_order_and_must_name_every_group() {
        // Given
        NetworkSpec network = Architectures.of(Architecture.RESNET18, 0.125, 10);
        Map<String, Integer> counts = new HashMap<>(network.channels());
        counts.put("stem", 3);

        // When
        NetworkSpec changed = network.withChannels(counts);

        // Then
        assertEquals(3, changed.channels("stem"));
        assertEquals(
                List.copyOf(network.channels().keySet()), List.copyOf(changed.channels().keySet()));
        counts.remove("stem");
        assertThrows(IllegalArgumentException.class, () -> network.withChannels(counts));
        assertThrows(IllegalArgumentException.class, () -> network.channels("conv1"));
    }

    @Test
    void another_head_changes_the_classes_alone() {
        NetworkSpec network = Architectures.of(Architecture.VGG19, 0.25, 100);
        assertEquals(Architectures.of(Architecture.VGG19, 0.25, 10), network.withClasses(10));
    }

    @Test
    void a_block_refuses_branches_that_do_not_meet() {
        Convolution first = new Convolution("W.a", "W.an", "x", "mid", 3, 1, 8);
        Convolution second = new Convolution("W.b", "W.bn", "mid", "out", 3, 1, 8);
        Convolution shortcut = new Convolution("W.s", "W.sn", "x", "elsewhere", 1, 1, 8);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Layer.ResidualBlock(first, second, shortcut));
    }

    private static void refuses(Runnable building) {
        StampedeException error = assertThrows(StampedeException.class, building::run);
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
    }
}
