package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.mask.Slicer;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.nn.TinyPhi;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PruneStepsTest {
    private static final ImageDataset DATA = TinyData.create(4, 8, 3);

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void slicing_twice_is_slicing_the_composed_indices(Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            NetworkSpec full = TinyPhi.spec(architecture);
            Parameters phi = TinyPhi.create(manager, full, 3);
            ChannelMask outer = random(full, 5);
            NetworkSpec middle = full.withChannels(outer.keptCounts());
            ChannelMask inner = random(middle, 6);

            // When
            Parameters once = new ChannelCut(full, outer).cut(manager, phi);
            Parameters twice = new ChannelCut(middle, inner).cut(manager, once);
            Map<String, Tensor> composed =
                    new Slicer(new PruningPlan(full, outer.then(inner)), Tensors.rows(phi))
                            .slice(Map.of());

            // Then
            composed.forEach(
                    (name, tensor) -> {
                        Tensor found = Tensors.save(twice, name);
                        assertEquals(tensor.shape(), found.shape(), name);
                        assertArrayEquals(tensor.values(), found.values(), name);
                    });
            String gate = "pi." + full.channels().keySet().iterator().next() + ".a";
            assertEquals(
                    inner.kept().values().iterator().next().size(), twice.get(gate).size(), gate);
            assertArrayEquals(
                    phi.get("theta.out.bias").toFloatArray(),
                    twice.get("theta.out.bias").toFloatArray());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG19", "RESNET18"})
    void the_expected_cost_is_the_integer_cost_of_certain_masks(Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            NetworkSpec full = Architectures.of(architecture, 0.25, 10);
            ChannelMask mask = random(full, 9);
            Cost cost = new PruningPlan(full, mask).cost(CostModel.FINE_TUNING);
            NDArray expected = manager.create(indicator(full, mask));

            // When
            ExpectedCost counted = new ExpectedCost(full);
            double parameters = counted.parameters(expected, cost.parameters()).getFloat();
            double multiplyAdds = counted.multiplyAdds(expected, cost.multiplyAdds()).getFloat();

            // Then
            assertEquals(1, parameters, 1e-5);
            assertEquals(1, multiplyAdds, 1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void the_expected_cost_has_the_gradient_of_finite_differences(Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            NetworkSpec spec = TinyPhi.spec(architecture);
            ExpectedCost cost = new ExpectedCost(spec);
            Cost all = CostModel.FINE_TUNING.of(spec);
            SplittableRandom random = new SplittableRandom(4);
            float[] values = new float[spec.totalChannels()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble();
            }
            Parameters masks = new Parameters(manager);
            masks.put("masks", values, new Shape(values.length));
            Parameters leaves = masks.leaves(manager, name -> true);

            // When
            float[] gradient =
                    Backpropagation.run(
                                    leaves,
                                    manager.ones(new Shape(1, 1)),
                                    () ->
                                            new Outcome(
                                                    cost.parameters(
                                                                    leaves.get("masks"),
                                                                    all.parameters())
                                                            .add(
                                                                    cost.multiplyAdds(
                                                                            leaves.get("masks"),
                                                                            all.multiplyAdds())),
                                                    manager.ones(new Shape(1, 1))))
                            .gradients()
                            .get("masks")
                            .toFloatArray();

            // Then multilinear in each E[m], so a difference over any distance is exact
            for (int i : new int[] {0, values.length / 2, values.length - 1}) {
                double up = at(manager, cost, all, values, i, 1);
                double down = at(manager, cost, all, values, i, 0);
                assertEquals(up - down, gradient[i], 2e-3 * Math.abs(gradient[i]) + 1e-6);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void closed_channels_leave_with_their_moments(Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given a step taken, then every other gate shut
            NetworkSpec full = TinyPhi.spec(architecture);
            Parameters phi = body(manager, full);
            try (PruneSteps steps = steps(manager, full, phi, Budget.UNLIMITED, 1)) {
                steps.run(1, RunControl.NONE);
                assertFalse(steps.dropClosed(), "open gates stay");
                ChannelMask open = everyOther(full);
                shut(manager, full, open, phi);
                Map<String, Tensor> mean = Tensors.save(steps.adam().mean());
                Map<String, Tensor> weights = Tensors.save(phi);

                // When
                boolean dropped = steps.dropClosed();

                // Then
                assertTrue(dropped);
                assertEquals(open, steps.mask());
                ChannelCut cut = new ChannelCut(full, open);
                weights.forEach(
                        (name, t) -> assertSame(cut.cut(name, t), steps.parameters(), name));
                mean.forEach((name, t) -> assertSame(cut.cut(name, t), steps.adam().mean(), name));
                assertEquals(1, steps.adam().steps());
                steps.run(1, RunControl.NONE);
                assertEquals(2, steps.adam().steps());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG10", "RESNET18"})
    void a_budget_presses_gates_down(Architecture architecture) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            NetworkSpec full = TinyPhi.spec(architecture);
            Budget tight =
                    Budget.UNLIMITED
                            .withMaxParameters(CostModel.FINE_TUNING.of(full).parameters() / 20)
                            .withMaxMultiplyAdds(
                                    CostModel.FINE_TUNING.of(full).multiplyAdds() / 20);

            // When
            double free = mass(manager, full, Budget.UNLIMITED);
            double pressed = mass(manager, full, tight);

            // Then
            assertTrue(pressed < free - 1e-3, pressed + " against " + free);
        }
    }

    @ParameterizedTest
    @EnumSource(GeneratorForm.Gates.class)
    void the_prior_pulls_at_gates_that_are_sampled_and_never_at_hard_ones(
            GeneratorForm.Gates gates) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given a head that lets no gradient of the task through
            NetworkSpec full = TinyPhi.spec(Architecture.VGG10);
            Parameters phi = body(manager, full);
            phi.get(full.classifier().weight()).muli(0);
            String name = "pi." + full.channels().keySet().iterator().next() + ".a";
            float[] before = phi.get(name).toFloatArray();
            GeneratorForm form = new GeneratorForm(GeneratorForm.SetPath.LITERAL, 0, gates);

            // When
            try (PruneSteps steps = steps(manager, full, phi, Budget.UNLIMITED, 1, form)) {
                steps.run(1, RunControl.NONE);

                // Then
                float[] after = steps.parameters().get(name).toFloatArray();
                assertEquals(gates == GeneratorForm.Gates.HARD, Arrays.equals(before, after), name);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"VGG10, SAMPLED, 0.01", "RESNET18, SAMPLED, 0.5", "RESNET18, HARD, 0.01"})
    void gates_move_at_the_paper_s_rate_of_the_network(
            Architecture architecture, GeneratorForm.Gates gates, double rate) {
        try (NDManager manager = TensorEngine.newManager()) {
            // Given
            NetworkSpec full = TinyPhi.spec(architecture);
            Parameters phi = body(manager, full);
            String name = "pi." + full.channels().keySet().iterator().next() + ".beta";
            float before = phi.get(name).toFloatArray()[0];
            GeneratorForm form = new GeneratorForm(GeneratorForm.SetPath.LITERAL, 0, gates);

            // When: Adam's first step is as long as its rate, whatever the gradient
            try (PruneSteps steps = steps(manager, full, phi, Budget.UNLIMITED, 1, form)) {
                steps.run(1, RunControl.NONE);

                // Then
                float after = steps.parameters().get(name).toFloatArray()[0];
                assertEquals(rate, Math.abs(after - before), rate / 100);
            }
        }
    }

    private static double mass(NDManager manager, NetworkSpec full, Budget budget) {
        try (PruneSteps steps = steps(manager, full, body(manager, full), budget, 2)) {
            steps.run(4, RunControl.NONE);
            double sum = 0;
            for (float[] group : steps.expectedMask().values()) {
                for (float value : group) {
                    sum += value;
                }
            }
            return sum;
        }
    }

    private static PruneSteps steps(
            NDManager manager, NetworkSpec full, Parameters phi, Budget budget, int parts) {
        return steps(manager, full, phi, budget, parts, GeneratorForm.PAPER);
    }

    private static PruneSteps steps(
            NDManager manager,
            NetworkSpec full,
            Parameters phi,
            Budget budget,
            int parts,
            GeneratorForm form) {
        float[] representation = new float[3072];
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < representation.length; i++) {
            representation[i] = (float) random.nextGaussian();
        }
        return new PruneSteps(
                manager,
                full,
                ChannelMask.all(full),
                phi,
                new PruneSteps.Setting(
                        DATA,
                        Normalization.of(DATA),
                        form,
                        new Tensor(representation, List.of(3072)),
                        budget,
                        parts,
                        true,
                        1));
    }

    private static Parameters body(NDManager manager, NetworkSpec full) {
        Parameters phi = new Parameters(manager);
        Initialization.weights(phi, full, new SplittableRandom(1));
        Initialization.gates(phi, full, new Initialization.GateStart(5, -2, 0, 0.95, -4));
        return phi;
    }

    private static void shut(
            NDManager manager, NetworkSpec full, ChannelMask open, Parameters phi) {
        for (String group : full.channels().keySet()) {
            for (String part : List.of("gamma", "beta")) {
                try (NDArray factor = manager.create(open.indicator(group))) {
                    phi.get("pi." + group + "." + part).muli(factor);
                }
            }
        }
    }

    private static void assertSame(Tensor expected, Parameters parameters, String name) {
        Tensor found = Tensors.save(parameters, name);
        assertEquals(expected.shape(), found.shape(), name);
        assertArrayEquals(expected.values(), found.values(), name);
    }

    private static double at(
            NDManager manager,
            ExpectedCost cost,
            Cost all,
            float[] values,
            int index,
            float value) {
        float[] moved = values.clone();
        moved[index] = value;
        NDArray expected = manager.create(moved);
        return (double) cost.parameters(expected, all.parameters()).getFloat()
                + cost.multiplyAdds(expected, all.multiplyAdds()).getFloat();
    }

    private static float[] indicator(NetworkSpec full, ChannelMask mask) {
        float[] all = new float[full.totalChannels()];
        int to = 0;
        for (String group : full.channels().keySet()) {
            for (float value : mask.indicator(group)) {
                all[to++] = value;
            }
        }
        return all;
    }

    private static ChannelMask everyOther(NetworkSpec spec) {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        spec.channels()
                .forEach(
                        (group, count) -> {
                            List<Integer> indices = new ArrayList<>();
                            for (int i = 0; i < count; i += 2) {
                                indices.add(i);
                            }
                            kept.put(group, indices);
                        });
        return new ChannelMask(spec.channels(), kept);
    }

    private static ChannelMask random(NetworkSpec spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> scores = new LinkedHashMap<>();
        spec.channels()
                .forEach(
                        (group, count) -> {
                            float[] values = new float[count];
                            for (int i = 0; i < count; i++) {
                                values[i] = random.nextInt(3) > 0 ? 1 : 0;
                            }
                            scores.put(group, values);
                        });
        return ChannelMask.natural(spec, scores);
    }
}
