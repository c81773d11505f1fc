package io.stampede.core.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.CostModel;
import io.stampede.core.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostLedgerTest {
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void stays_equal_to_the_cost_model_whatever_comes_and_goes(Architecture architecture) {
        // Given
        CostModel costs = new CostModel(17, 2);
        NetworkSpec network = Architectures.of(architecture, 0.125, 7);
        CostLedger ledger = new CostLedger(network, costs);
        List<String> groups = List.copyOf(network.channels().keySet());
        Map<String, Integer> counts = new LinkedHashMap<>(network.channels());
        SplittableRandom random = new SplittableRandom(3);
        assertEquals(costs.of(network), ledger.cost());

        for (int step = 0; step < 500; step++) {
            // When
            int group = random.nextInt(groups.size());
            int target = 1 + random.nextInt(network.channels(groups.get(group)));
            ledger.change(group, target - ledger.channels(group));
            counts.put(groups.get(group), target);

            // Then
            assertEquals(costs.of(network.withChannels(counts)), ledger.cost());
        }
    }
}
