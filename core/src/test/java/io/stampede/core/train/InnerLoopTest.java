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
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.nn.TinyPhi;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.BudgetSolver;
import io.stampede.core.prune.ChannelMask;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Under hard masks the sliced network and the masked one are the same network. */
class InnerLoopTest {
    private static final ImageDataset REFERENCE = TinyData.create(6, 12, 1);
    private static final NetworkSpec SPEC = Architectures.of(Architecture.VGG10, 0.0625, 6);
    private static final int[] PICTURES = IntStream.range(0, 12).toArray();

    private NDManager manager;
    private Parameters phi;
    private ChannelMask mask;

    @BeforeEach
    void open() {
        manager = TensorEngine.newManager();
        phi = TinyPhi.create(manager, SPEC, 4);
        long half = CostModel.FINE_TUNING.of(SPEC).multiplyAdds() / 2;
        Map<String, float[]> scores = new TreeMap<>();
        SPEC.channels()
                .forEach((group, count) -> scores.put(group, descending(group.hashCode(), count)));
        mask =
                BudgetSolver.DEFAULT
                        .solve(
                                SPEC,
                                scores,
                                Budget.UNLIMITED.withMaxMultiplyAdds(half),
                                CostModel.FINE_TUNING)
                        .mask();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void a_sliced_pass_gives_the_gradients_that_a_hard_masked_pass_gives_to_the_kept_weights() {
        // Given: no way from the set path to W
        SPEC.channels()
                .forEach(
                        (group, count) ->
                                phi.put("pi." + group + ".gamma", manager.zeros(new Shape(count))));
        GatedTask task = task(Optional.empty());
        ChannelCut cut = new ChannelCut(SPEC, mask);
        Parameters small = sliced(cut, phi);

        // When
        Parameters masked =
                task.gradients(phi.copy(manager).leaves(manager, name -> true), PICTURES, 7, 0)
                        .gradients();
        Parameters cutGradients =
                task.slicedGradients(
                                SPEC.withChannels(mask.keptCounts()),
                                small.leaves(manager, name -> true),
                                PICTURES,
                                7,
                                0)
                        .gradients();

        // Then
        assertFalse(cutGradients.names().isEmpty());
        for (String name : cutGradients.names()) {
            float[] expected = cut.cut(name, Tensors.save(masked, name)).values();
            assertArrayEquals(
                    expected, cutGradients.get(name).toFloatArray(), tolerance(expected), name);
        }
    }

    @Test
    void a_channel_that_the_mask_drops_still_tells_its_gate_whether_it_would_help() {
        // When
        Parameters gradients =
                task(Optional.empty())
                        .gradients(phi.copy(manager).leaves(manager, name -> true), PICTURES, 7, 0)
                        .gradients();

        // Then
        String group = SPEC.channels().keySet().iterator().next();
        float[] indicator = mask.indicator(group);
        float[] gradient = gradients.get("pi." + group + ".beta").toFloatArray();
        assertTrue(
                IntStream.range(0, indicator.length)
                        .filter(c -> indicator[c] == 0)
                        .anyMatch(c -> gradient[c] != 0));
    }

    @Test
    void pasting_back_what_was_cut_changes_nothing() {
        // Given
        ChannelCut cut = new ChannelCut(SPEC, mask);
        Parameters target = phi.copy(manager);

        // When
        cut.paste(sliced(cut, phi), target);

        // Then
        for (String name : phi.names()) {
            assertArrayEquals(phi.get(name).toFloatArray(), target.get(name).toFloatArray(), name);
        }
    }

    @Test
    void inner_steps_leave_dropped_weights_as_they_were() {
        // Given
        MetaConfig config =
                MetaConfig.DEFAULT.with("ways", 3).withTask(1, 4, 3).with("gates", "hard");
        Parameters adapted = phi.copy(manager);
        InnerLoop loop = new InnerLoop.Sliced(SPEC, config);

        // When
        loop.run(
                manager,
                adapted,
                task(Optional.empty()),
                new InnerLoop.Position(7, 0, 0, new GroupRates(1e-2, 1e-2, 1e-2)));

        // Then
        String group = SPEC.convolutions().get(0).output();
        float[] indicator = mask.indicator(group);
        String name = SPEC.convolutions().get(0).weight();
        float[] before = phi.get(name).toFloatArray();
        float[] after = adapted.get(name).toFloatArray();
        int filter = before.length / indicator.length;
        for (int c = 0; c < indicator.length; c++) {
            boolean same =
                    Arrays.equals(
                            Arrays.copyOfRange(before, c * filter, (c + 1) * filter),
                            Arrays.copyOfRange(after, c * filter, (c + 1) * filter));
            assertEquals(indicator[c] == 0, same, "channel " + c);
        }
    }

    @Test
    void a_teacher_pulls_towards_what_it_says() {
        // Given
        ImageBatches batches = batches();
        Teacher teacher = Teacher.of(SPEC, phi, batches, REFERENCE.size(), 1);
        Teacher.Lesson lesson = teacher.of(PICTURES).of(manager, new int[] {0, 1});
        NDArray soft = lesson.soft();

        // Then
        assertArrayEquals(
                new float[] {1, 1}, soft.sum(new int[] {1}).toFloatArray(), 1e-5f, "rows");
        double agreed = lesson.loss(soft.log().mul(4)).getFloat();
        double opposed = lesson.loss(soft.log().mul(-4)).getFloat();
        assertTrue(agreed < opposed, agreed + " and " + opposed);
    }

    private GatedTask task(Optional<Teacher.Lessons> lessons) {
        float[] columns = new float[6 * 6];
        IntStream.range(0, 6).forEach(way -> columns[way * 7] = 1);
        ImageBatches batches = batches();
        return new GatedTask(
                new GatedObjective(SPEC, TinyPhi.HEADS, 0, GeneratorForm.DECISIVE),
                batches,
                batches.plain(manager, PICTURES),
                manager.create(columns, new Shape(6, 6)),
                mask,
                lessons);
    }

    private static ImageBatches batches() {
        return new ImageBatches(REFERENCE, Normalization.of(REFERENCE), PictureLayout.of(SPEC));
    }

    private Parameters sliced(ChannelCut cut, Parameters source) {
        Parameters small = new Parameters(manager);
        Tensors.putAll(
                small,
                source.names().stream().filter(name -> name.startsWith("W.")).toList(),
                name -> cut.cut(name, Tensors.save(source, name)));
        return small;
    }

    private static float tolerance(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return 1e-4f * Math.max(largest, 1e-2f);
    }

    private static float[] descending(int seed, int count) {
        int[] order = Seeds.shuffled(count, Seeds.at(seed, "scores"));
        float[] scores = new float[count];
        IntStream.range(0, count).forEach(i -> scores[order[i]] = 0.9f - 0.8f * i / count);
        return scores;
    }
}
