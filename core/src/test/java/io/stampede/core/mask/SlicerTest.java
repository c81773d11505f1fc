package io.stampede.core.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.model.RowSource;
import io.stampede.core.model.Tensor;
import io.stampede.core.model.TensorLayout;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlicerTest {
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void keeping_all_channels_changes_nothing(Architecture architecture) {
        // Given
        NetworkSpec spec = Architectures.of(architecture, 0.0625, 4);
        Map<String, Tensor> weights = random(spec);

        // When
        Map<String, Tensor> sliced =
                new Slicer(new PruningPlan(spec, ChannelMask.all(spec)), rows(weights))
                        .slice(Map.of());

        // Then
        assertEquals(List.copyOf(weights.keySet()), List.copyOf(sliced.keySet()));
        weights.forEach(
                (name, tensor) -> {
                    assertEquals(tensor.shape(), sliced.get(name).shape(), name);
                    assertArrayEquals(tensor.values(), sliced.get(name).values(), name);
                });
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void slicing_twice_equals_slicing_by_the_composed_indices(Architecture architecture) {
        // Given
        NetworkSpec spec = Architectures.of(architecture, 0.125, 4);
        Map<String, Tensor> weights = random(spec);
        PruningPlan first = plan(spec, everySecond(spec.channels()));
        PruningPlan second = plan(first.subnetwork(), everySecond(first.subnetwork().channels()));
        Map<String, List<Integer>> composed = new LinkedHashMap<>();
        second.kept()
                .forEach(
                        (group, indices) ->
                                composed.put(
                                        group,
                                        indices.stream()
                                                .map(first.kept().get(group)::get)
                                                .toList()));

        // When
        Map<String, Tensor> once = new Slicer(first, rows(weights)).slice(Map.of());
        Map<String, Tensor> twice = new Slicer(second, rows(once)).slice(Map.of());
        Map<String, Tensor> direct =
                new Slicer(plan(spec, composed), rows(weights)).slice(Map.of());

        // Then
        direct.forEach(
                (name, tensor) ->
                        assertArrayEquals(tensor.values(), twice.get(name).values(), name));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void the_slices_have_the_shapes_of_the_subnetwork(Architecture architecture) {
        // Given
        NetworkSpec spec = Architectures.of(architecture, 0.125, 4);
        PruningPlan plan = plan(spec, everySecond(spec.channels()));

        // When
        Map<String, Tensor> sliced = new Slicer(plan, rows(random(spec))).slice(Map.of());

        // Then
        TensorLayout.subnetwork(plan.subnetwork())
                .shapes()
                .forEach((name, shape) -> assertEquals(shape, sliced.get(name).shape(), name));
    }

    private static RowSource rows(Map<String, Tensor> tensors) {
        return (name, first, count) -> {
            Tensor tensor = tensors.get(name);
            int row = tensor.values().length / tensor.shape().get(0);
            return Arrays.copyOfRange(tensor.values(), first * row, (first + count) * row);
        };
    }

    private static PruningPlan plan(NetworkSpec spec, Map<String, List<Integer>> kept) {
        return new PruningPlan(spec, new ChannelMask(spec.channels(), kept));
    }

    private static Map<String, List<Integer>> everySecond(Map<String, Integer> channels) {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        channels.forEach(
                (group, count) -> {
                    List<Integer> indices = new ArrayList<>();
                    for (int c = count > 1 ? 1 : 0; c < count; c += 2) {
                        indices.add(c);
                    }
                    kept.put(group, indices);
                });
        return kept;
    }

    private static Map<String, Tensor> random(NetworkSpec spec) {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        TensorLayout.subnetwork(spec)
                .shapes()
                .forEach(
                        (name, shape) -> {
                            int count = shape.stream().reduce(1, Math::multiplyExact);
                            float[] values = new float[count];
                            for (int i = 0; i < count; i++) {
                                values[i] = (float) random.nextDouble();
                            }
                            weights.put(name, new Tensor(values, shape));
                        });
        return weights;
    }
}
