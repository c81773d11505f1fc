package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.MiniBatches;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TinyPhi;
import io.stampede.core.prune.ChannelMask;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oracles of first-order MAML (algorithms.md section 14, number 8). */
class MetaTrainerTest {
    private static final ImageDataset REFERENCE = TinyData.create(6, 12, 1);
    private static final NetworkSpec SPEC = Architectures.of(Architecture.VGG10, 0.0625, 6);
    private static final GroupRates RATES = new GroupRates(1e-2, 5e-2, 1e-2);
    private static final GroupRates NO_RATES = new GroupRates(0, 0, 0);

    private NDManager manager;
    private Parameters start;

    @BeforeEach
    void open() {
        manager = TensorEngine.newManager();
        start = TinyPhi.create(manager, SPEC, 4);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void with_one_mini_batch_the_meta_gradient_is_the_plain_gradient() {
        // Given
        MetaTrainer trainer = trainer(1);

        // When
        Parameters meta = trainer.adapt(manager, 0, 0, RATES).pass().gradients();

        // Then
        assertSame(plainGradientOfLastMiniBatch(1), meta);
    }

    @Test
    void with_inner_rates_of_zero_it_is_the_gradient_of_the_last_mini_batch() {
        // Given
        MetaTrainer trainer = trainer(3);

        // When
        Parameters meta = trainer.adapt(manager, 0, 0, NO_RATES).pass().gradients();

        // Then
        assertSame(plainGradientOfLastMiniBatch(3), meta);
    }

    @Test
    void an_inner_loop_leaves_phi_untouched() {
        // Given
        MetaTrainer trainer = trainer(3);

        // When
        MetaTrainer.TaskResult result = trainer.adapt(manager, 0, 0, RATES);

        // Then
        assertSame(start, trainer.phi());
        assertFalse(
                Arrays.equals(
                        start.get("W.conv1.weight").toFloatArray(),
                        result.adapted().get("W.conv1.weight").toFloatArray()));
    }

    @Test
    void an_iteration_averages_the_running_statistics_of_its_tasks() {
        // Given
        MetaTrainer trainer = trainer(2);
        float[] first = statistics(trainer, 0);
        float[] second = statistics(trainer, 1);

        // When
        trainer.iterate(0, new ProgressMeter(Phase.META_TRAIN, 10, RunControl.NONE));

        // Then
        float[] averaged = trainer.phi().get("W.bn3.running_mean").toFloatArray();
        for (int c = 0; c < averaged.length; c++) {
            assertEquals((first[c] + second[c]) / 2, averaged[c], 1e-6f);
        }
    }

    @Test
    void tasks_that_cover_all_classes_are_the_same_partition_in_each_iteration() {
        // Given two tasks of three ways for six classes
        TaskSampler sampler = new TaskSampler(REFERENCE, config(2), 7);

        // Then
        assertEquals(sampler.draw(0, 1).classes(), sampler.draw(5, 1).classes());
        assertFalse(sampler.draw(0, 1).images().equals(sampler.draw(5, 1).images()));
    }

    private float[] statistics(MetaTrainer trainer, int task) {
        GroupRates rates = new GroupRates(1e-3, 0.05, 1e-3);
        return trainer.adapt(manager, 0, task, rates)
                .adapted()
                .get("W.bn3.running_mean")
                .toFloatArray();
    }

    private MetaTrainer trainer(int miniBatches) {
        MetaTrainingConfig whole =
                new MetaTrainingConfig(
                        Architecture.VGG10,
                        0.0625,
                        8,
                        TinyPhi.HEADS,
                        PretrainingConfig.DEFAULT,
                        config(miniBatches),
                        7);
        return new MetaTrainer(SPEC, whole, REFERENCE, start);
    }

    private static MetaConfig config(int miniBatches) {
        return new MetaConfig(
                10, 2, 3, 4, miniBatches, 1e-3, 0.05, 1e-3, 1e-4, 20, 1, 1, Refinements.NONE);
    }

    private Parameters plainGradientOfLastMiniBatch(int miniBatches) {
        MetaConfig config = config(miniBatches);
        ImageBatches batches =
                new ImageBatches(REFERENCE, Normalization.of(REFERENCE), PictureLayout.of(SPEC));
        TaskSampler.Task task = new TaskSampler(REFERENCE, config, 7).draw(0, 0);
        float[] columns = new float[6 * 3];
        for (int way = 0; way < 3; way++) {
            columns[task.classes().get(way) * 3 + way] = 1;
        }
        GatedTask gated =
                new GatedTask(
                        new GatedObjective(SPEC, TinyPhi.HEADS, config.klScale()),
                        batches,
                        batches.plain(manager, task.indices()),
                        manager.create(columns, new Shape(6, 3)),
                        ChannelMask.all(SPEC),
                        Optional.empty());
        int last = miniBatches - 1;
        Parameters leaves = start.copy(manager).leaves(manager, name -> true);
        for (int j = 0; j < last; j++) { // moves the running statistics, which the set path reads
            gated.gradients(
                    leaves.leaves(manager, name -> true),
                    MiniBatches.part(task.indices(), j, miniBatches),
                    7,
                    0,
                    0,
                    j);
        }
        return gated.gradients(
                        leaves, MiniBatches.part(task.indices(), last, miniBatches), 7, 0, 0, last)
                .gradients();
    }

    private static void assertSame(Parameters expected, Parameters found) {
        assertEquals(expected.names(), found.names());
        for (String name : expected.names()) {
            assertArrayEquals(
                    expected.get(name).toFloatArray(), found.get(name).toFloatArray(), 1e-6f, name);
        }
    }
}
