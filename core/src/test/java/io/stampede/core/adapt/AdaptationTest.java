package io.stampede.core.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.Tensor;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.prune.SmallestBudget;
import io.stampede.core.train.Phase;
import io.stampede.core.train.RunControl;
import io.stampede.core.train.TinyData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdaptationTest {
    private static final Path PHI =
            Path.of("src/test/resources/golden/vgg19-w0.0625-seed7/phi.safetensors");
    private static final ImageDataset DATA = TinyData.create(4, 20, 3);

    @TempDir Path directory;

    @Test
    void the_subnetwork_stays_within_its_budget_and_predicts() {
        // Given
        Budget budget = Budget.UNLIMITED.withMaxParameters(9_000).withMaxMultiplyAdds(400_000);
        AdaptationConfig config = AdaptationConfig.DEFAULT.withBudget(budget).withSteps(6, 2);

        // When
        AdaptationResult result = Adaptation.run(PHI, DATA, config, directory, RunControl.NONE);

        // Then
        assertTrue(budget.admits(result.cost()), result.cost().toString());
        assertEquals(DATA.size(), result.trainingImages() + result.validationImages());
        assertTrue(result.accuracy() >= 0 && result.accuracy() <= 1);
        long firstLayer = 2L * 4 * 32 * 32 * result.kept().get("conv1").size();
        assertTrue(result.peakTensorBytes() > config.batchSize() * firstLayer);
        assertTrue(result.seconds().prune() > 0 && result.seconds().finetune() > 0);
        try (Classifier classifier = Classifier.open(directory)) {
            float[][] probabilities = classifier.probabilities(DATA.select(new int[] {0, 1, 2}));
            assertEquals(DATA.labelNames(), classifier.labels());
            for (float[] row : probabilities) {
                double sum = 0;
                for (float probability : row) {
                    sum += probability;
                }
                assertEquals(1, sum, 1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(GeneratorForm.Gates.class)
    void expected_masks_are_folded_where_gates_were_sampled_and_never_where_they_were_hard(
            GeneratorForm.Gates gates) {
        // Given
        Path phi = directory.resolve("phi.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (MetaModelFile golden = MetaModelFile.open(PHI)) {
            golden.names().forEach(name -> tensors.put(name, golden.tensor(name)));
            MetaModelHeader header = golden.header();
            MetaModelHeader formed =
                    new MetaModelHeader(
                            header.architecture(),
                            header.width(),
                            header.classes(),
                            header.encoderDim(),
                            header.encoderHeads(),
                            new GeneratorForm(GeneratorForm.SetPath.LITERAL, 1, gates),
                            header.mean(),
                            header.std(),
                            header.provenance(),
                            header.version());
            MetaModelFile.write(phi, formed, tensors, DType.F32);
        }
        AdaptationConfig untrained = AdaptationConfig.DEFAULT.withSteps(0, 0);

        // When
        AdaptationResult result =
                Adaptation.run(phi, DATA, untrained, directory.resolve("out"), RunControl.NONE);

        // Then
        int first = result.kept().get("conv1").get(0);
        float full = tensors.get("W.bn1.weight").values()[first];
        try (SubnetworkFile file = SubnetworkFile.open(result.subnetwork())) {
            boolean same = full == file.tensor("W.bn1.weight").values()[0];
            assertEquals(gates == GeneratorForm.Gates.HARD, same);
            assertEquals(!same, file.header().fold());
        }
    }

    @Test
    void a_phi_in_half_precision_is_streamed_as_one_in_full_and_keeps_as_many_channels() {
        // Given
        Path half = directory.resolve("half.safetensors");
        try (MetaModelFile phi = MetaModelFile.open(PHI)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            phi.names().forEach(name -> tensors.put(name, phi.tensor(name)));
            MetaModelFile.write(half, phi.header(), tensors, DType.F16);
        }
        AdaptationConfig config =
                AdaptationConfig.DEFAULT
                        .withBudget(Budget.UNLIMITED.withMaxParameters(9_000))
                        .withSteps(0, 0);

        // When
        AdaptationResult full =
                Adaptation.run(PHI, DATA, config, directory.resolve("full"), RunControl.NONE);
        AdaptationResult halved =
                Adaptation.run(half, DATA, config, directory.resolve("half"), RunControl.NONE);

        // Then
        assertEquals(full.cost().parameters(), halved.cost().parameters(), 200);
        assertEquals(full.peakTensorBytes(), halved.peakTensorBytes(), 100_000);
    }

    @Test
    void the_same_seed_gives_the_same_subnetwork() throws IOException {
        // Given
        AdaptationConfig config = AdaptationConfig.DEFAULT.withSteps(1, 1);

        // When
        Path one = run(config, "one");
        Path other = run(config, "other");

        // Then
        assertEquals(-1, Files.mismatch(one, other));
    }

    @Test
    void an_impossible_budget_is_refused_and_nothing_is_written() {
        // Given
        AdaptationConfig config =
                AdaptationConfig.DEFAULT.withBudget(Budget.UNLIMITED.withMaxParameters(10));

        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () -> Adaptation.run(PHI, DATA, config, directory, RunControl.NONE));

        // Then
        assertEquals(ErrorCode.BUDGET_INFEASIBLE, refused.code());
        assertFalse(Files.exists(directory.resolve("subnetwork.safetensors")));
    }

    @Test
    void a_latency_limit_is_predicted_kept_and_measured() {
        // Given
        Budget roomy = Budget.UNLIMITED.withMaxLatencyMillis(60_000);
        Budget impossible = Budget.UNLIMITED.withMaxLatencyMillis(1e-6);
        AdaptationConfig config = AdaptationConfig.DEFAULT.withSteps(0, 1);

        // When
        Latency latency =
                Adaptation.run(PHI, DATA, config.withBudget(roomy), directory, RunControl.NONE)
                        .latency();
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () -> run(config.withBudget(impossible), "impossible"));

        // Then
        assertTrue(latency.predicted().orElseThrow() > 0);
        assertTrue(latency.measured().orElseThrow() > 0);
        assertTrue(
                refused.detail(SmallestBudget.class)
                                .orElseThrow()
                                .budget()
                                .maxLatencyMillis()
                                .orElseThrow()
                        > 1e-6);
        assertTrue(Files.exists(directory.resolve(Adaptation.LATENCY_FILE)));
    }

    @Test
    void a_memory_limit_lowers_the_mini_batch_and_keeps_the_channels() {
        // Given
        AdaptationConfig config = AdaptationConfig.DEFAULT.withSteps(0, 1);
        AdaptationResult unlimited =
                Adaptation.run(PHI, DATA, config, directory.resolve("a"), RunControl.NONE);
        long less = unlimited.training().predictedBytes() - 1;

        // When
        AdaptationResult limited =
                Adaptation.run(
                        PHI,
                        DATA,
                        config.withBudget(Budget.UNLIMITED.withMaxTrainingBytes(less)),
                        directory.resolve("b"),
                        RunControl.NONE);

        // Then
        assertEquals(1, unlimited.training().accumulatedBatches());
        assertEquals(2, limited.training().accumulatedBatches());
        assertEquals(32, limited.training().batchSize());
        assertEquals(unlimited.kept(), limited.kept());
        assertTrue(limited.training().predictedBytes() <= less);
    }

    @Test
    void one_class_only_is_refused() {
        // Given
        ImageDataset one = TinyData.create(1, 20, 3);

        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () ->
                                Adaptation.run(
                                        PHI,
                                        one,
                                        AdaptationConfig.DEFAULT,
                                        directory,
                                        RunControl.NONE));

        // Then
        assertEquals(ErrorCode.DATA_UNSUITABLE, refused.code());
    }

    @Test
    void a_cancelled_adaptation_goes_on_and_gives_the_same_subnetwork() throws IOException {
        // Given
        AdaptationConfig config = AdaptationConfig.DEFAULT.withSteps(1, 6);
        Path whole = run(config, "whole");
        Path interrupted = directory.resolve("interrupted");
        Path checkpoint = interrupted.resolve(Adaptation.CHECKPOINT_FILE);
        cancelAfter(3, config, interrupted);
        assertTrue(Files.exists(checkpoint));

        // When
        List<Long> steps = new ArrayList<>();
        RunControl control =
                new RunControl(
                        progress -> {
                            if (progress.phase() == Phase.FINE_TUNE) {
                                steps.add(progress.step());
                            }
                        },
                        () -> false);
        Path resumed = Adaptation.run(PHI, DATA, config, interrupted, control).subnetwork();

        // Then
        assertEquals(List.of(0L, 4L, 5L, 6L), steps);
        assertEquals(-1, Files.mismatch(whole, resumed));
        assertFalse(Files.exists(checkpoint));
    }

    @Test
    void a_checkpoint_of_other_settings_or_a_damaged_one_is_passed_over() throws IOException {
        // Given
        AdaptationConfig config = AdaptationConfig.DEFAULT.withSteps(0, 6);
        Path whole = run(config, "whole");
        Path foreign = directory.resolve("foreign");
        cancelAfter(3, config.withSeed(99), foreign);
        Path damaged = directory.resolve("damaged");
        cancelAfter(3, config, damaged);
        Path checkpoint = damaged.resolve(Adaptation.CHECKPOINT_FILE);
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length - 10] ^= 1;
        Files.write(checkpoint, bytes);

        // When / Then
        assertEquals(-1, Files.mismatch(whole, run(config, "foreign")));
        assertEquals(-1, Files.mismatch(whole, run(config, "damaged")));
    }

    @Test
    void another_rule_of_choice_is_obeyed_before_and_after_pruning_steps() {
        // Given
        AdaptationRequest request =
                AdaptationRequest.of(PHI, DATA, AdaptationConfig.DEFAULT)
                        .withScorer(AdaptationTest::secondChannels);

        for (int pruningSteps : new int[] {0, 2}) {
            AdaptationRequest asked =
                    request.withConfig(AdaptationConfig.DEFAULT.withSteps(pruningSteps, 1));

            // When
            AdaptationResult result = Adaptation.run(asked, directory, RunControl.NONE);
            PruningPlan plan = Adaptation.plan(asked, directory, RunControl.NONE);

            // Then
            result.kept().values().forEach(kept -> assertEquals(List.of(1), kept));
            assertEquals(result.kept(), plan.kept());
        }
    }

    @Test
    void the_plan_of_a_set_depends_on_that_set_alone() {
        // Given
        AdaptationRequest request =
                AdaptationRequest.of(
                        PHI,
                        DATA,
                        AdaptationConfig.DEFAULT.withBudget(
                                Budget.UNLIMITED.withMaxMultiplyAdds(400_000)));
        ImageDataset set = DATA.select(new int[] {3, 5, 8});

        // When / Then
        assertEquals(
                plan(request.seeing(set)),
                plan(
                        request.withConfig(request.config().withSeed(9))
                                .seeing(DATA.select(new int[] {8, 3, 5}))));
    }

    private PruningPlan plan(AdaptationRequest request) {
        return Adaptation.plan(request, directory, RunControl.NONE);
    }

    /** Keeps the channel of index 1 in the full network, of every group. */
    private static Map<String, float[]> secondChannels(ChannelScorer.Candidates candidates) {
        Map<String, float[]> scores = new LinkedHashMap<>();
        candidates
                .left()
                .kept()
                .forEach(
                        (group, channels) -> {
                            float[] values = new float[channels.size()];
                            values[channels.indexOf(1)] = 1;
                            scores.put(group, values);
                        });
        return scores;
    }

    private static void cancelAfter(long step, AdaptationConfig config, Path directory) {
        AtomicBoolean cancelled = new AtomicBoolean();
        RunControl control =
                new RunControl(
                        progress ->
                                cancelled.compareAndSet(
                                        false,
                                        progress.phase() == Phase.FINE_TUNE
                                                && progress.step() == step),
                        cancelled::get);
        StampedeException stopped =
                assertThrows(
                        StampedeException.class,
                        () -> Adaptation.run(PHI, DATA, config, directory, control));
        assertEquals(ErrorCode.CANCELLED, stopped.code());
    }

    private Path run(AdaptationConfig config, String name) {
        return Adaptation.run(PHI, DATA, config, directory.resolve(name), RunControl.NONE)
                .subnetwork();
    }
}
