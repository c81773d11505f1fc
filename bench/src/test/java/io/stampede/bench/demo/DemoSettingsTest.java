package io.stampede.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Cost;
import io.stampede.core.prune.Budget;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DemoSettingsTest {
    @Test
    void gives_the_device_a_tenth_of_the_parameters_and_its_share_of_multiply_adds() {
        // When
        Budget budget = settings("demo", 3.5).adaptation(new Cost(590_714, 14_599_424, 1)).budget();

        // Then
        assertEquals(59_071, budget.maxParameters().orElseThrow());
        assertEquals(4_171_264, budget.maxMultiplyAdds().orElseThrow());
        assertTrue(budget.maxTrainingBytes().isEmpty());
    }

    @Test
    void refuses_an_unknown_preset_and_a_reduction_below_one() {
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                assertThrows(StampedeException.class, () -> settings("huge", 3.5)).code());
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                assertThrows(StampedeException.class, () -> settings("demo", 0.5)).code());
        assertEquals(
                ErrorCode.INVALID_ARGUMENT,
                assertThrows(StampedeException.class, () -> settings("demo", Double.NaN)).code());
    }

    private static DemoSettings settings(String preset, double reduction) {
        return new DemoSettings(
                new TrainedPhi(SourceSpec.parse("procedural:source"), preset, 1),
                SourceSpec.parse("procedural:target"),
                OptionalInt.of(1000),
                40,
                reduction,
                1);
    }
}
