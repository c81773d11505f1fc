package io.stampede.bench.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.Cost;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeepPlanTest {
    @ParameterizedTest
    @CsvSource({"VGG19, 0.25, 4.17, 4.2", "RESNET18, 0.25, 3.5, 10", "VGG10, 0.25, 8, 100"})
    void both_limits_hold_and_the_one_of_multiply_adds_is_used_up(
            Architecture architecture, double width, double reduction, double percent) {
        // Given
        NetworkSpec full = Architectures.of(architecture, width, 10);
        Cost whole = CostModel.FINE_TUNING.of(full);

        // When
        NetworkSpec pruned = DeepPlan.of(full, reduction, percent);

        // Then
        Cost cost = CostModel.FINE_TUNING.of(pruned);
        double times = (double) whole.multiplyAdds() / cost.multiplyAdds();
        assertTrue(times >= reduction && times < 1.3 * reduction, times + " times fewer");
        assertTrue(cost.parameters() <= whole.parameters() * percent / 100);
        assertEquals(pruned, DeepPlan.of(full, reduction, percent));
        pruned.channels().values().forEach(count -> assertEquals(0, count % 8));
    }
}
