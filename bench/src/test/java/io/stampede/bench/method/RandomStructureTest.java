package io.stampede.bench.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomStructureTest {
    @ParameterizedTest
    @CsvSource({
        "VGG10, 0.125, 2.5",
        "VGG10, 0.125, 3.5",
        "VGG10, 0.25, 3.54",
        "VGG19, 0.25, 3.33",
        "RESNET18, 0.25, 3.0",
        "VGG10, 0.25, 8",
        "VGG10, 0.125, 20"
    })
    void lies_within_the_window_below_the_limit(
            Architecture architecture, double width, double reduction) {
        NetworkSpec full = Architectures.of(architecture, width, 10);
        long limit = (long) (CostModel.FINE_TUNING.of(full).multiplyAdds() / reduction);

        for (long seed = 1; seed <= 20; seed++) {
            // When
            NetworkSpec network = RandomStructure.within(full, limit, new SplittableRandom(seed));

            // Then
            long found = CostModel.FINE_TUNING.of(network).multiplyAdds();
            assertTrue(found <= limit, () -> found + " of " + limit);
            assertTrue(found >= (1 - RandomStructure.WINDOW) * limit, () -> found + " of " + limit);
        }
    }

    @Test
    void is_the_same_for_the_same_seed() {
        // Given
        NetworkSpec full = Architectures.of(Architecture.VGG10, 0.25, 10);
        long limit = CostModel.FINE_TUNING.of(full).multiplyAdds() / 3;

        // When
        NetworkSpec first = RandomStructure.within(full, limit, new SplittableRandom(7));
        NetworkSpec second = RandomStructure.within(full, limit, new SplittableRandom(7));

        // Then
        assertEquals(first, second);
    }

    @Test
    void refuses_a_limit_below_every_structure() {
        // Given
        NetworkSpec full = Architectures.of(Architecture.VGG10, 0.125, 10);

        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> RandomStructure.within(full, 10, new SplittableRandom(1)));

        // Then
        assertEquals(ErrorCode.BUDGET_INFEASIBLE, error.code());
    }
}
