package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GateSpreadTest {
    @Test
    void arguments_that_lie_apart_are_narrowed_until_psi_holds_most_of_them() {
        // Given: a standard deviation of 0.9 around 0.6, as the sum of many blocks has it
        float[] values = {-0.3f, 1.5f, -0.3f, 1.5f};

        // When
        Map<String, Double> factors = GateSpread.factors(Map.of("out", values));

        // Then
        assertEquals(1 / 3.0, factors.get("out"), 1e-6);
    }

    @Test
    void arguments_within_the_range_of_psi_stay_as_they_are() {
        // When
        Map<String, Double> factors =
                GateSpread.factors(
                        Map.of("conv1", new float[] {0.5f, 0.7f}, "conv2", new float[] {0.6f}));

        // Then: nor does a group without any spread divide by zero
        assertEquals(Map.of("conv1", 1.0, "conv2", 1.0), factors);
    }
}
