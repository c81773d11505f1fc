package io.stampede.bench.method.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.bench.method.TaskFixture;
import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationRequest;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Convolution;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.Seeds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampFamilyTest {
    @TempDir Path directory;
    private TargetTask task;

    @BeforeEach
    void makeTask() {
        task = TaskFixture.create(Architecture.VGG10, directory);
    }

    @Test
    void the_plan_is_what_the_whole_path_keeps() {
        // When
        MethodResult stamp = new Stamp().run(task, RunControl.NONE);

        // Then
        assertEquals(StampPlan.of(task).kept(), stamp.kept());
        assertTrue(stamp.cost().multiplyAdds() <= task.maxMultiplyAdds());
        assertTrue(stamp.seconds().search() > 0 && stamp.seconds().fineTune() > 0);
    }

    @Test
    void each_counterpart_keeps_as_many_channels_of_each_layer_as_stamp() {
        // Given
        Map<String, List<Integer>> stamp = StampPlan.of(task).kept();
        List<Method> counterparts =
                List.of(new StampStructure(), new RandomChannels(), new MagnitudeSameCounts());

        for (Method method : counterparts) {
            // When
            MethodResult result = method.run(task, RunControl.NONE);

            // Then
            assertEquals(counts(stamp), counts(result.kept()), method.name());
            assertEquals(method instanceof StampStructure, stamp.equals(result.kept()));
            assertEquals(method.name(), result.name());
        }
    }

    @Test
    void random_channels_inherit_the_same_weights_with_their_own_expectation_folded_in() {
        // Given
        TargetTask untrained = withoutTraining();
        PruningPlan plan = StampPlan.of(untrained);
        AdaptationRequest request = StampPlan.request(untrained);
        FixedChannels all = new FixedChannels(everything(plan));
        FixedChannels drawn =
                new FixedChannels(RandomChannels.draw(plan, Seeds.at(3, "test channels")));

        // When
        Path some = adapt(request.withScorer(drawn), "some");
        Path whole =
                adapt(
                        request.withScorer(all)
                                .withConfig(request.config().withBudget(Budget.UNLIMITED)),
                        "whole");

        // Then
        assertSameRows(some, whole);
    }

    @Test
    void magnitude_spends_the_multiply_adds_of_stamp_whatever_the_gates_say() {
        // Given
        TargetTask roomy =
                new TargetTask(
                        task.training(),
                        task.test(),
                        task.normalization(),
                        task.full(),
                        task.adaptation().withBudget(Budget.UNLIMITED),
                        task.maxMultiplyAdds() / 2,
                        task.reference());

        // When
        MethodResult result = new Magnitude().run(roomy, RunControl.NONE);

        // Then
        assertTrue(result.cost().multiplyAdds() <= roomy.maxMultiplyAdds());
        assertTrue(result.cost().multiplyAdds() > 0.9 * roomy.maxMultiplyAdds());
    }

    @Test
    void another_set_is_as_large_and_the_training_is_on_the_own_pictures() {
        // When
        MethodResult result = new StampOtherSet().run(task, RunControl.NONE);

        // Then
        assertEquals("12", result.notes().get("set_pictures"));
        assertEquals(
                StampPlan.of(
                                task,
                                StampPlan.sample(
                                        task, task.reference().otherSet().get(), task.seed()))
                        .kept(),
                result.kept());
        assertEquals(task.fullCost(), result.fullCost());
    }

    @Test
    void samples_of_other_seeds_differ_and_those_of_one_seed_do_not() {
        // When / Then
        assertEquals(sample(4), sample(4));
        assertNotEquals(sample(4), sample(5));
    }

    @Test
    void the_same_seed_draws_the_same_channels_on_both_networks() {
        // Given
        TargetTask resnet = TaskFixture.create(Architecture.RESNET18, directory);

        // When
        MethodResult one = new RandomChannels().run(resnet, RunControl.NONE);
        MethodResult other = new RandomChannels().run(resnet, RunControl.NONE);

        // Then
        assertEquals(one.kept(), other.kept());
        assertEquals(one.accuracy(), other.accuracy());
    }

    private String sample(long seed) {
        return StampPlan.sample(task, task.training(), seed).sha256();
    }

    private TargetTask withoutTraining() {
        return new TargetTask(
                task.training(),
                task.test(),
                task.normalization(),
                task.full(),
                task.adaptation().withSteps(0, 0),
                task.maxMultiplyAdds(),
                task.reference());
    }

    private Path adapt(AdaptationRequest request, String name) {
        return Adaptation.run(request, directory.resolve(name), RunControl.NONE).subnetwork();
    }

    private static Map<String, List<Integer>> everything(PruningPlan plan) {
        return ChannelMask.all(plan.full()).kept();
    }

    private static void assertSameRows(Path some, Path whole) {
        try (SubnetworkFile part = SubnetworkFile.open(some);
                SubnetworkFile all = SubnetworkFile.open(whole)) {
            for (Convolution convolution : part.network().convolutions()) {
                String name = convolution.norm("weight");
                float[] expected = all.floats(name);
                float[] found = part.floats(name);
                List<Integer> rows = part.header().kept().get(convolution.output());
                for (int i = 0; i < found.length; i++) {
                    assertEquals(expected[rows.get(i)], found[i], name);
                    assertNotEquals(1, found[i], "E[m] is folded into " + name);
                }
            }
        }
    }

    private static Map<String, Integer> counts(Map<String, List<Integer>> kept) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        kept.forEach((group, channels) -> counts.put(group, channels.size()));
        return counts;
    }
}
