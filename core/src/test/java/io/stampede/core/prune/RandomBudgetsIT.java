package io.stampede.core.prune;

import io.stampede.core.network.Architecture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand random budgets on each network, each with its file. */
class RandomBudgetsIT {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Architecture.class,
            names = {"VGG19", "RESNET18"})
    void none_of_a_thousand_budgets_is_exceeded(Architecture architecture) {
        RandomBudgetsTest.check(architecture, 1000, directory);
    }
}
