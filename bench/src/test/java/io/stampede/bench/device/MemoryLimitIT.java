package io.stampede.bench.device;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.network.Architecture;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryLimitIT {
    @ParameterizedTest
    @EnumSource(names = {"VGG19", "RESNET18"})
    @EnabledOnOs(OS.LINUX)
    void a_device_adapts_where_the_whole_network_cannot_even_be_trained(Architecture architecture) {
        // Given
        MemoryLimit limit = new MemoryLimit(architecture, 300);

        // When
        MemoryLimit.Outcome outcome = limit.run();

        // Then
        assertTrue(outcome.isAsPromised(), outcome.toString());
    }
}
