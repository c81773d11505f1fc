package io.stampede.core.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final NetworkSpec FULL = Architectures.of(Architecture.VGG19, 0.125, 10);

    /** A machine on which each multiply-add and each channel takes its time. */
    private static final LatencyEstimate MACHINE =
            network ->
                    1e-6 * new CostModel(1, 0).of(network).multiplyAdds()
                            + 0.001 * network.totalChannels();

    @Property(tries = 200)
    void never_exceeds_a_latency_and_comes_close_to_it(
            @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1.2) double share) {
        // Given
        Map<String, float[]> scores = Toys.scores(FULL, seed);
        double least = MACHINE.millis(BudgetSolver.smallestNetwork(FULL));
        double natural = MACHINE.millis(Admission.of(request(100), scores).plan().subnetwork());
        double limit = least + share * (natural - least);

        // When
        Admission admission = Admission.of(request(limit), scores);

        // Then
        double predicted = admission.predictedMillis().orElseThrow();
        assertEquals(MACHINE.millis(admission.plan().subnetwork()), predicted);
        assertTrue(predicted <= limit);
        assertTrue(predicted > 0.7 * Math.min(limit, natural), predicted + " of " + limit);
    }

    @Test
    void a_latency_that_nothing_reaches_is_refused_with_the_least_there_is() {
        // Given
        double least = MACHINE.millis(BudgetSolver.smallestNetwork(FULL));

        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () -> Admission.of(request(least * 0.99), Toys.flat(FULL, 0.5f)));

        // Then
        assertEquals(
                least,
                refused.detail(SmallestBudget.class)
                        .orElseThrow()
                        .budget()
                        .maxLatencyMillis()
                        .orElseThrow());
    }

    @Test
    void memory_costs_mini_batches_before_it_costs_channels() {
        // Given
        Map<String, float[]> scores = Toys.flat(FULL, 0.5f);
        long whole = new CostModel(64, 1).of(FULL).trainingBytes();
        long two = new CostModel(2, 1).of(FULL).trainingBytes();

        // When
        Admission all = admit(scores, whole);
        Admission fewer = admit(scores, whole - 1);
        Admission least = admit(scores, two);
        Admission cut = admit(scores, two - 1);

        // Then
        assertEquals(1, all.accumulatedBatches());
        assertEquals(32, fewer.batchSize());
        assertEquals(2, fewer.accumulatedBatches());
        assertEquals(2, least.batchSize());
        assertEquals(32, least.accumulatedBatches());
        assertEquals(FULL, least.plan().subnetwork());
        assertTrue(cut.plan().subnetwork().totalChannels() < FULL.totalChannels());
        assertTrue(cut.memory().total() < two);
    }

    private static Admission admit(Map<String, float[]> scores, long bytes) {
        Budget budget = Budget.UNLIMITED.withMaxTrainingBytes(bytes);
        return Admission.of(
                new Admission.Request(
                        FULL, budget, 64, Admission.Training.FINE_TUNING, Optional.empty()),
                scores);
    }

    private static Admission.Request request(double millis) {
        return new Admission.Request(
                FULL,
                Budget.UNLIMITED.withMaxLatencyMillis(millis),
                64,
                Admission.Training.FINE_TUNING,
                Optional.of(MACHINE));
    }
}
