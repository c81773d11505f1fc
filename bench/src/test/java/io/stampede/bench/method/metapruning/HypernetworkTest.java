package io.stampede.bench.method.metapruning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.bench.method.TaskFixture;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Convolution;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.ChannelGate;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.ImageBatches;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HypernetworkTest {
    private static final ImageDataset REFERENCE = TaskFixture.reference();
    private static final Normalization LENS = Normalization.of(REFERENCE);

    @Test
    void made_weights_have_the_shapes_of_the_structure_and_crop_the_whole() {
        for (Architecture architecture :
                new Architecture[] {Architecture.VGG10, Architecture.RESNET18}) {
            // Given
            GeneSpace space = space(architecture);
            Structure structure = space.draw(new SplittableRandom(2), 8, 20);
            NetworkSpec network = space.network(structure);
            try (NDManager manager = TensorEngine.newManager()) {
                Parameters parameters = initialized(space, manager);

                // When
                Parameters made = new Hypernetwork(space).weights(parameters, structure, manager);

                // Then
                Parameters plain = new Parameters(manager);
                Initialization.weights(plain, network, new SplittableRandom(1));
                assertEquals(plain.names(), made.names());
                plain.names()
                        .forEach(
                                name ->
                                        assertEquals(
                                                plain.get(name).getShape(),
                                                made.get(name).getShape(),
                                                name));
                NDArray logits =
                        new Network(network)
                                .forward(made, pictures(manager), true, ChannelGate.OPEN);
                assertEquals(new Shape(8, 5), logits.getShape());
            }
        }
    }

    @Test
    void a_weight_is_the_second_layer_of_the_first_layers_positive_part() {
        // Given: hidden units [1, 0, ...] of scales 1 and 1
        GeneSpace space = space(Architecture.VGG10);
        Convolution stem = space.full().convolutions().get(0);
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters parameters = initialized(space, manager);
            float[] first = new float[32 * 2];
            first[0] = 2;
            first[1] = -1;
            first[3] = -1;
            parameters.put(stem.weightName() + ".first.weight", first, new Shape(32, 2));
            parameters.put(stem.weightName() + ".first.bias", new float[32], new Shape(32));
            float[] second = parameters.get(stem.weightName() + ".second.weight").toFloatArray();
            Structure half =
                    new Structure(Collections.nCopies(space.genes(), GeneSpace.SCALES - 1));

            // When
            float[] made =
                    new Hypernetwork(space)
                            .weights(parameters, half, manager)
                            .get(stem.weight())
                            .toFloatArray();

            // Then
            float[] expected = new float[made.length];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = second[i * 32];
            }
            assertArrayEquals(expected, made, 1e-6f);
        }
    }

    @Test
    void training_changes_every_layer_the_same_way_each_time() {
        for (Architecture architecture :
                new Architecture[] {Architecture.VGG10, Architecture.RESNET18}) {
            // Given
            GeneSpace space = space(architecture);
            try (NDManager manager = TensorEngine.newManager()) {
                Parameters start = new Parameters(manager);
                new Hypernetwork(space).initialize(start, Seeds.at(1, "hypernetwork"));

                // When
                Map<String, Tensor> one = trained(space, manager);
                Map<String, Tensor> other = trained(space, manager);

                // Then
                for (String name : start.names()) {
                    assertArrayEquals(one.get(name).values(), other.get(name).values(), name);
                    assertFalse(
                            Arrays.equals(
                                    Tensors.save(start, name).values(), one.get(name).values()),
                            name);
                }
            }
        }
    }

    @Test
    void recalibration_forgets_old_statistics_and_takes_those_of_the_pictures() {
        // Given
        GeneSpace space = space(Architecture.VGG10);
        Structure structure = space.draw(new SplittableRandom(2), 8, 20);
        NetworkSpec network = space.network(structure);
        Convolution stem = network.convolutions().get(0);
        ImageBatches batches = new ImageBatches(REFERENCE, LENS);
        int[] all = IntStream.range(0, 8).toArray();
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters weights =
                    new Hypernetwork(space)
                            .weights(initialized(space, manager), structure, manager);
            weights.get(stem.norm("running_mean")).addi(1000);
            weights.get(stem.norm("running_var")).addi(1000);

            // When
            Recalibration.run(network, weights, batches, List.of(all, all, all));

            // Then
            NDArray response =
                    pictures(manager)
                            .getNDArrayInternal()
                            .convolution(
                                    pictures(manager),
                                    weights.get(stem.weight()),
                                    null,
                                    new Shape(1, 1),
                                    new Shape(1, 1),
                                    new Shape(1, 1),
                                    1)
                            .singletonOrThrow();
            int channels = network.channels("conv1");
            NDArray perChannel = response.transpose(1, 0, 2, 3).reshape(channels, -1);
            assertArrayEquals(
                    perChannel.mean(new int[] {1}).toFloatArray(),
                    weights.get(stem.norm("running_mean")).toFloatArray(),
                    1e-4f);
            float[] variance = weights.get(stem.norm("running_var")).toFloatArray();
            for (float value : variance) {
                assertTrue(value > 0 && value < 100, Arrays.toString(variance));
            }
        }
    }

    private static Map<String, Tensor> trained(GeneSpace space, NDManager manager) {
        try (Parameters target = new Parameters(manager)) {
            new HypernetworkTraining(
                            space, new MetaPruningConfig.Hypernetwork(4, 8, 1), REFERENCE, LENS)
                    .run(target, RunControl.NONE);
            return Tensors.save(target);
        }
    }

    private static GeneSpace space(Architecture architecture) {
        return new GeneSpace(Architectures.of(architecture, TaskFixture.WIDTH, 5));
    }

    private static Parameters initialized(GeneSpace space, NDManager manager) {
        Parameters parameters = new Parameters(manager);
        new Hypernetwork(space).initialize(parameters, new SplittableRandom(9));
        return parameters;
    }

    private static NDArray pictures(NDManager manager) {
        return new ImageBatches(REFERENCE, LENS).plain(manager, IntStream.range(0, 8).toArray());
    }
}
