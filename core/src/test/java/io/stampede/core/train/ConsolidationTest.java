package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.Domain;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.mask.MaskGenerator;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Initialization;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TinyPhi;
import io.stampede.core.prune.BudgetSolver;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsolidationTest {
    private static final ImageDataset REFERENCE = TinyData.create(6, 8, 1);
    private static final NetworkSpec SPEC = Architectures.of(Architecture.VGG10, 0.25, 6);
    private static final MetaTrainingConfig CONFIG = config();

    @TempDir private Path directory;
    private NDManager manager;
    private Parameters start;
    private int runs;

    @BeforeEach
    void open() {
        manager = TensorEngine.newManager();
        start = TinyPhi.create(manager, SPEC, 4);
        // Random weights: a small gamma keeps psi away from its clips.
        Initialization.gates(start, SPEC, new Initialization.GateStart(5, -2, 0.02, 0.6, -4));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void only_channels_that_some_mask_keeps_are_trained() {
        // Given: a channel that no set can open
        String group = SPEC.convolutions().get(2).output();
        String weight = SPEC.convolutions().get(2).weight();
        float[] beta = start.get("pi." + group + ".beta").toFloatArray();
        beta[0] = -9;
        start.put("pi." + group + ".beta", beta, new Shape(beta.length));
        int row = start.get(weight).toFloatArray().length / beta.length;
        float[] before = start.get(weight).toFloatArray();

        try (Consolidation consolidation = consolidation()) {
            // When
            consolidation.run(checkpoint(), RunControl.NONE);

            // Then
            float[] after = consolidation.phi().get(weight).toFloatArray();
            assertArrayEquals(Arrays.copyOf(before, row), Arrays.copyOf(after, row));
            assertTrue(Arrays.mismatch(before, after) >= row, "other channels are trained");
            assertArrayEquals(
                    before, start.get(weight).toFloatArray(), "what Algorithm 1 left stays");
        }
    }

    @Test
    void a_task_then_gets_the_numbers_of_channels_that_w_was_trained_with() {
        try (Consolidation consolidation = consolidation()) {
            // When
            consolidation.run(checkpoint(), RunControl.NONE);

            // Then
            assertNotEquals(SPEC.channels(), consolidation.counts());
            assertEquals(consolidation.counts(), solved(consolidation));
        }
    }

    @Test
    void a_floor_keeps_channels_in_a_group_that_the_ranking_would_give_up() {
        // Given: a group whose channels are the weakest of all
        String group = SPEC.convolutions().get(5).output();
        start.get("pi." + group + ".beta").muli(0.1);
        MetaTrainingConfig floored = CONFIG.withMeta(CONFIG.meta().with("consolidation-floor", 50));

        // When
        try (Consolidation low = new Consolidation(SPEC, CONFIG, REFERENCE, start, start);
                Consolidation high = new Consolidation(SPEC, floored, REFERENCE, start, start)) {
            high.run(checkpoint(), RunControl.NONE);

            // Then: the plan has them, and so has what the ranking says after calibration
            assertTrue(low.counts().get(group) <= 8, () -> low.counts().toString());
            assertEquals(SPEC.channels(group) / 2, high.counts().get(group));
            assertEquals(high.counts(), solved(high));
        }
    }

    @Test
    void gates_that_a_clip_of_psi_made_equal_are_told_apart_again() {
        // Given: a gamma so large that hardly any argument lies within psi's range
        Initialization.gates(start, SPEC, new Initialization.GateStart(5, -2, 50, 0.6, -4));
        assertTrue(distinct(expectedMask(start)) < SPEC.totalChannels() / 4);

        try (Consolidation consolidation = consolidation()) {
            // When
            consolidation.run(checkpoint(), RunControl.NONE);

            // Then
            Map<String, Integer> solved = solved(consolidation);
            consolidation
                    .counts()
                    .forEach((group, count) -> assertEquals(count, solved.get(group), 8, group));
            assertTrue(distinct(expectedMask(consolidation.phi())) > SPEC.totalChannels() * 3 / 4);
        }
    }

    private static long distinct(Map<String, float[]> scores) {
        return scores.values().stream()
                .flatMap(values -> IntStream.range(0, values.length).mapToObj(c -> values[c]))
                .distinct()
                .count();
    }

    private Map<String, Integer> solved(Consolidation consolidation) {
        return new BudgetSchedule(SPEC, CONFIG.meta(), BudgetSolver.ALIGNED)
                .mask(expectedMask(consolidation.phi()), 99)
                .keptCounts();
    }

    @Test
    void with_full_focus_an_episode_learns_from_the_classes_of_its_task_alone() {
        // Given: one episode of a task of two classes out of three, no channel given up
        ImageDataset reference = TinyData.create(3, 8, 1);
        MetaTrainingConfig focused =
                CONFIG.withMeta(
                        CONFIG.meta()
                                .with("ways", 2)
                                .with("reduction", 1)
                                .with("distillation", 0)
                                .with("consolidation-epochs", 1)
                                .with("consolidation-focus", 1));
        float[] weights = consolidated(focused, reference);

        // When: the pictures of one class are turned upside down
        long seen =
                IntStream.range(0, 3)
                        .mapToObj(label -> flipped(reference, label))
                        .map(other -> consolidated(focused, other))
                        .filter(others -> Arrays.mismatch(weights, others) >= 0)
                        .count();

        // Then
        assertEquals(2, seen);
    }

    @Test
    void how_often_episodes_see_a_domain_is_not_how_often_algorithm_1_does() {
        // Given: one episode in which no channel is given up
        MetaTrainingConfig plain =
                CONFIG.withMeta(CONFIG.meta().with("reduction", 1).with("consolidation-epochs", 1));

        // When
        float[] weights = consolidated(plain, REFERENCE);

        // Then
        assertArrayEquals(
                weights, consolidated(plain.withMeta(plain.meta().with("domains", 1)), REFERENCE));
        MetaTrainingConfig seen = plain.withMeta(plain.meta().with("consolidation-domains", 1));
        assertTrue(Arrays.mismatch(weights, consolidated(seen, REFERENCE)) >= 0);
    }

    @Test
    void one_meta_training_has_consolidations_that_draw_other_pictures() {
        // Given
        MetaTrainingConfig first = CONFIG.withMeta(CONFIG.meta().with("consolidation-epochs", 1));
        MetaTrainingConfig second =
                first.withMeta(first.meta().with("consolidation-repetition", 1));

        // When
        float[] weights = consolidated(first, REFERENCE);

        // Then
        assertTrue(Arrays.mismatch(weights, consolidated(second, REFERENCE)) >= 0);
        assertEquals(first.metaSeed(), second.metaSeed());
        assertEquals(first.meta().withoutConsolidation(), second.meta().withoutConsolidation());
    }

    private float[] consolidated(MetaTrainingConfig config, ImageDataset reference) {
        NetworkSpec spec = Architectures.of(Architecture.VGG10, 0.25, reference.classes());
        try (NDManager own = manager.newSubManager();
                Parameters phi = TinyPhi.create(own, spec, 4);
                Consolidation consolidation =
                        new Consolidation(spec, config, reference, phi, phi)) {
            consolidation.run(
                    new Checkpoint(directory.resolve("run-" + ++runs), "a run"), RunControl.NONE);
            return consolidation.phi().get(spec.convolutions().get(0).weight()).toFloatArray();
        }
    }

    /** The same values at other places: the normalisation stays. */
    private static ImageDataset flipped(ImageDataset data, int label) {
        byte[] pixels = new byte[data.size() * ImageDataset.IMAGE_BYTES];
        ImageDataset flipped = Domain.FLIPPED.of(data);
        for (int i = 0; i < data.size(); i++) {
            (data.label(i) == label ? flipped : data)
                    .copyImage(i, pixels, i * ImageDataset.IMAGE_BYTES);
        }
        return new ImageDataset(pixels, data.labels(), data.labelNames());
    }

    private Map<String, float[]> expectedMask(Parameters phi) {
        ImageBatches batches = new ImageBatches(REFERENCE, Normalization.of(REFERENCE));
        return new MaskGenerator(SPEC, CONFIG.encoderHeads(), GeneratorForm.DECISIVE)
                .expectedMask(phi, batches.plain(manager, IntStream.range(0, 12).toArray()));
    }

    private Consolidation consolidation() {
        return new Consolidation(SPEC, CONFIG, REFERENCE, start, start);
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(directory.resolve("consolidation.safetensors"), "a run");
    }

    private static MetaTrainingConfig config() {
        MetaConfig meta =
                MetaConfig.REFERENCE
                        .with("iterations", 3)
                        .with("ways", 6)
                        .with("domains", 0)
                        .with("reduction", 2)
                        .with("parameters-percent", 100)
                        .with("consolidation-epochs", 24)
                        .with("consolidation-domains", 0)
                        .with("consolidation-floor", 5)
                        .withTask(2, 2, 2);
        MetaTrainingConfig tiny = MetaTrainingConfig.preset("smoke");
        return tiny.withNetwork(Architecture.VGG10, 0.25).withMeta(meta);
    }
}
