package io.stampede.core.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.StampedeException;
import io.stampede.core.mask.Slicer;
import io.stampede.core.model.DType;
import io.stampede.core.model.RowSource;
import io.stampede.core.model.SafetensorsReader;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.MiniBatches;
import io.stampede.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random budgets: none exceeded, counted from the subnetwork's file; refused exactly where not even
 * one channel per group fits. {@code RandomBudgetsIT} takes a thousand of them.
 */
class RandomBudgetsTest {
    private static final int CLASSES = 10;

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"VGG19, 60", "RESNET18, 60"})
    void a_written_subnetwork_never_exceeds_its_budget(Architecture architecture, int budgets) {
        check(architecture, budgets, directory);
    }

    /** Admits, writes and counts; refuses what cannot be. */
    static void check(Architecture architecture, int budgets, Path directory) {
        NetworkSpec full = Architectures.of(architecture, 0.0625, CLASSES);
        Path file = directory.resolve("subnetwork.safetensors");
        int admitted = 0;
        for (int seed = 0; seed < budgets; seed++) {
            Trial trial = new Trial(full, seed);
            Optional<Admission> admission = trial.run();
            if (admission.isPresent()) {
                write(file, admission.get(), trial.budget);
                trial.check(admission.get(), shapes(file));
                admitted++;
            }
        }
        assertTrue(admitted > budgets / 4 && admitted < budgets, admitted + " were admitted");
    }

    @ParameterizedTest
    @CsvSource({"VGG19, 100", "RESNET18, 100"})
    void a_plan_for_the_full_width_never_exceeds_its_budget(
            Architecture architecture, int budgets) {
        NetworkSpec full = Architectures.of(architecture, 1, CLASSES);
        for (int seed = 0; seed < budgets; seed++) {
            Trial trial = new Trial(full, seed);
            trial.run()
                    .ifPresent(
                            admission ->
                                    trial.check(
                                            admission,
                                            IndependentCount.shapes(
                                                    full, admission.plan().mask().keptCounts())));
        }
    }

    /** One budget and what must come of it. */
    private static final class Trial {
        private final NetworkSpec full;
        private final Map<String, float[]> scores;
        private final int batch;
        private final Budget budget;
        private final IndependentCount least;
        private final int leastBatch;

        Trial(NetworkSpec full, long seed) {
            this.full = full;
            this.scores = Toys.scores(full, seed);
            SplittableRandom random = new SplittableRandom(seed);
            this.batch = random.nextInt(2, 130);
            this.leastBatch = MiniBatches.largest(batch, batch / 2);
            Map<String, Integer> ones = new LinkedHashMap<>();
            full.channels().keySet().forEach(group -> ones.put(group, 1));
            Architecture architecture = full.architecture();
            this.least = IndependentCount.of(architecture, IndependentCount.shapes(full, ones));
            IndependentCount most =
                    IndependentCount.of(
                            architecture, IndependentCount.shapes(full, full.channels()));
            this.budget = budget(random, most);
        }

        private Budget budget(SplittableRandom random, IndependentCount most) {
            int limits = random.nextInt(1, 8);
            Budget chosen = Budget.UNLIMITED;
            if ((limits & 1) != 0) {
                chosen =
                        chosen.withMaxParameters(
                                between(random, least.parameters(), most.parameters()));
            }
            if ((limits & 2) != 0) {
                chosen =
                        chosen.withMaxMultiplyAdds(
                                between(random, least.multiplyAdds(), most.multiplyAdds()));
            }
            if ((limits & 4) != 0) {
                long low = least.trainingBytes(leastBatch);
                chosen =
                        chosen.withMaxTrainingBytes(
                                between(random, low, most.trainingBytes(batch)));
            }
            return chosen;
        }

        /** From a little too little to a little too much, small ones as likely as large ones. */
        private static long between(SplittableRandom random, long low, long high) {
            double from = Math.log(low * 0.9);
            return (long) Math.exp(from + random.nextDouble() * (Math.log(high * 1.1) - from));
        }

        Optional<Admission> run() {
            Admission.Request request =
                    new Admission.Request(
                            full, budget, batch, Admission.Training.FINE_TUNING, Optional.empty());
            boolean feasible =
                    least.parameters() <= budget.maxParameters().orElse(Long.MAX_VALUE)
                            && least.multiplyAdds()
                                    <= budget.maxMultiplyAdds().orElse(Long.MAX_VALUE)
                            && least.trainingBytes(leastBatch)
                                    <= budget.maxTrainingBytes().orElse(Long.MAX_VALUE);
            if (feasible) {
                return Optional.of(Admission.of(request, scores));
            }
            StampedeException refused =
                    assertThrows(StampedeException.class, () -> Admission.of(request, scores));
            assertEquals(
                    Budget.UNLIMITED
                            .withMaxParameters(least.parameters())
                            .withMaxMultiplyAdds(least.multiplyAdds())
                            .withMaxTrainingBytes(least.trainingBytes(leastBatch)),
                    refused.detail(SmallestBudget.class).orElseThrow().budget());
            return Optional.empty();
        }

        void check(Admission admission, Map<String, List<Integer>> shapes) {
            IndependentCount count = IndependentCount.of(full.architecture(), shapes);
            assertTrue(count.parameters() <= budget.maxParameters().orElse(Long.MAX_VALUE));
            assertTrue(count.multiplyAdds() <= budget.maxMultiplyAdds().orElse(Long.MAX_VALUE));
            long limit = budget.maxTrainingBytes().orElse(Long.MAX_VALUE);
            assertTrue(count.trainingBytes(admission.batchSize()) <= limit);
            assertEquals(count.trainingBytes(admission.batchSize()), admission.memory().total());
            assertTrue(admission.batchSize() >= 2);
            int parts = admission.accumulatedBatches();
            assertEquals((batch + parts - 1) / parts, admission.batchSize());
            if (parts > 1 && parts < batch / 2) {
                int larger = (batch + parts - 2) / (parts - 1);
                assertTrue(count.trainingBytes(larger) > limit, "a larger mini-batch fits");
            }
        }
    }

    private static void write(Path file, Admission admission, Budget budget) {
        PruningPlan plan = admission.plan();
        RowSource ones = (name, first, count) -> rows(plan.full(), name, count);
        SubnetworkHeader header =
                new SubnetworkHeader(
                        plan.full().architecture(),
                        plan.full().width(),
                        List.of(0.5f, 0.5f, 0.5f),
                        List.of(0.2f, 0.2f, 0.2f),
                        IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
                        1,
                        "0".repeat(64),
                        plan.kept(),
                        true,
                        budget,
                        Map.of());
        SubnetworkFile.write(file, header, new Slicer(plan, ones).slice(Map.of()), DType.F32);
    }

    private static float[] rows(NetworkSpec full, String name, int count) {
        int perRow =
                full.convolutions().stream()
                        .filter(convolution -> convolution.weight().equals(name))
                        .mapToInt(c -> full.channels(c.input()) * c.kernel() * c.kernel())
                        .findFirst()
                        .orElse(
                                name.equals(full.classifier().weight())
                                        ? full.channels(full.classifier().input())
                                        : 1);
        float[] rows = new float[count * perRow];
        Arrays.fill(rows, 1);
        return rows;
    }

    private static Map<String, List<Integer>> shapes(Path file) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            reader.names().forEach(name -> shapes.put(name, reader.info(name).shape()));
        }
        return shapes;
    }
}
