package io.stampede.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact integers of algorithms.md 6.1. */
class CostModelTest {
    private static final long MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "VGG19,    1,     10,  20018880, 11008, 5130,  20035018, 398131200, 398136320, 5504",
        "VGG19,    1,     100, 20018880, 11008, 51300, 20081188, 398131200, 398182400, 5504",
        "VGG19,    0.5,   10,  5005152,  5504,  2570,  5013226,  99975168,  99977728,  2752",
        "VGG19,    0.25,  10,  1251504,  2752,  1290,  1255546,  25214976,  25216256,  1376",
        "VGG19,    0.25,  100, 1251504,  2752,  12900, 1267156,  25214976,  25227776,  1376",
        "VGG19,    0.125, 10,  312984,   1376,  650,   315010,   6414336,   6414976,   688",
        "VGG10,    1,     10,  9402048,  5888,  5130,  9413066,  228261888, 228267008, 2944",
        "VGG10,    0.25,  10,  587952,   1472,  1290,  590714,   14598144,  14599424,  736",
        "VGG10,    0.25,  100, 587952,   1472,  12900, 602324,   14598144,  14610944,  736",
        "VGG10,    0.125, 10,  147096,   736,   650,   148482,   3760128,   3760768,   368",
        "RESNET18, 1,     10,  11511488, 11648, 5130,  11528266, 576389120, 576394240, 3904",
        "RESNET18, 1,     100, 11511488, 11648, 51300, 11574436, 576389120, 576440320, 3904",
        "RESNET18, 0.5,   10,  2878304,  5824,  2570,  2886698,  144539648, 144542208, 1952",
        "RESNET18, 0.25,  10,  719792,   2912,  1290,  723994,   36356096,  36357376,  976"
    })
    void counts_what_the_design_page_counts(
            Architecture architecture,
            double width,
            int classes,
            long convolutions,
            long norms,
            long head,
            long parameters,
            long convolutionMultiplyAdds,
            long multiplyAdds,
            int gatedChannels) {
        // When
        NetworkSpec network = Architectures.of(architecture, width, classes);
        Cost cost = CostModel.FINE_TUNING.of(network);

        // Then
        assertEquals(parameters, cost.parameters());
        assertEquals(convolutions + norms + head, cost.parameters());
        assertEquals(multiplyAdds, cost.multiplyAdds());
        assertEquals(
                convolutions,
                network.convolutions().stream().mapToLong(c -> weights(network, c)).sum());
        assertEquals(
                convolutionMultiplyAdds,
                network.convolutions().stream().mapToLong(c -> multiplyAdds(network, c)).sum());
        assertEquals(gatedChannels, network.totalChannels());
    }

    @ParameterizedTest
    @CsvSource({
        "1,  3,   64,  32, 1728,    1769472",
        "2,  64,  64,  32, 36864,   37748736",
        "3,  64,  128, 16, 73728,   18874368",
        "4,  128, 128, 16, 147456,  37748736",
        "5,  128, 256, 8,  294912,  18874368",
        "6,  256, 256, 8,  589824,  37748736",
        "7,  256, 256, 8,  589824,  37748736",
        "8,  256, 256, 8,  589824,  37748736",
        "9,  256, 512, 4,  1179648, 18874368",
        "10, 512, 512, 4,  2359296, 37748736",
        "11, 512, 512, 4,  2359296, 37748736",
        "12, 512, 512, 4,  2359296, 37748736",
        "13, 512, 512, 2,  2359296, 9437184",
        "14, 512, 512, 2,  2359296, 9437184",
        "15, 512, 512, 2,  2359296, 9437184",
        "16, 512, 512, 2,  2359296, 9437184"
    })
    void each_convolution_of_vgg19_counts_what_the_design_page_counts(
            int number, int in, int out, int size, long weights, long multiplyAdds) {
        // When
        NetworkSpec network = Architectures.of(Architecture.VGG19, 1, 10);
        Convolution convolution = network.convolutions().get(number - 1);

        // Then
        assertEquals("W.conv" + number + ".weight", convolution.weight());
        assertEquals(in, network.channels(convolution.input()));
        assertEquals(out, network.channels(convolution.output()));
        assertEquals(size, convolution.outputSize());
        assertEquals(weights, weights(network, convolution));
        assertEquals(multiplyAdds, multiplyAdds(network, convolution));
    }

    @Test
    void training_memory_grows_with_batch_parameters_and_optimiser_state() {
        // Given
        NetworkSpec network = Architectures.of(Architecture.VGG19, 1, 10);
        long activationBytes = 4L * 303_104;
        long parameterBytes = 4L * 20_035_018;

        // When
        long sgd = new CostModel(128, 1).of(network).trainingBytes();
        long smallBatch = new CostModel(127, 1).of(network).trainingBytes();
        long adam = new CostModel(128, 2).of(network).trainingBytes();

        // Then
        assertEquals(4 * activationBytes + 4L * 5 * 16 * 1024, sgd - smallBatch);
        assertEquals(parameterBytes, adam - sgd);
        assertEquals(10 * parameterBytes + 128 * (sgd - smallBatch) + 20 * MEBIBYTE, sgd);
        assertEquals(sgd, new CostModel(128, 1).memory(network).total());
    }

    @Test
    void a_subnetwork_costs_what_its_own_channels_cost() {
        // Given
        NetworkSpec full = Architectures.of(Architecture.VGG10, 0.0625, 10);
        Map<String, Integer> counts = new HashMap<>(full.channels());
        counts.replaceAll((group, count) -> 1);

        // When
        Cost cost = CostModel.FINE_TUNING.of(full.withChannels(counts));

        // Then
        assertEquals(9 * (3 + 9) + 2 * 10 + 10 + 10, cost.parameters());
        long pixels = 3 * 1024 + 1024 + 256 + 256 + 64 + 64 + 16 + 16 + 4 + 4;
        assertEquals(9 * pixels + 10, cost.multiplyAdds());
    }

    @Test
    void refuses_batches_that_nobody_trains_with() {
        assertThrows(IllegalArgumentException.class, () -> new CostModel(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new CostModel(1, -1));
    }

    private static long weights(NetworkSpec network, Convolution convolution) {
        return (long) convolution.kernel()
                * convolution.kernel()
                * network.channels(convolution.input())
                * network.channels(convolution.output());
    }

    private static long multiplyAdds(NetworkSpec network, Convolution convolution) {
        return weights(network, convolution) * convolution.outputSize() * convolution.outputSize();
    }
}
