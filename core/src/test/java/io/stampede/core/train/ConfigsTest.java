package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.network.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigsTest {
    @ParameterizedTest
    @ValueSource(strings = {"smoke", "demo", "cpu", "reference", "paper"})
    void every_preset_is_there_and_described(String name) {
        assertTrue(MetaTrainingConfig.preset(name).describe().containsKey("meta"));
    }

    @Test
    void the_paper_s_preset_has_the_paper_s_numbers() {
        // When
        MetaTrainingConfig paper = MetaTrainingConfig.preset("paper");

        // Then
        assertEquals(Architecture.VGG19, paper.architecture());
        assertEquals(2000, paper.meta().iterations());
        assertEquals(640, paper.meta().setSize());
        assertEquals(0.01, paper.meta().ratePi());
    }

    @Test
    void settings_that_cannot_be_are_refused_with_what_was_expected() {
        refused("expected preset", () -> MetaTrainingConfig.preset("fast"));
        refused("epochs", () -> PretrainingConfig.DEFAULT.withEpochs(0));
        refused("iterations", () -> MetaConfig.DEFAULT.withIterations(0));
        refused("mini-batches", () -> MetaConfig.DEFAULT.withTask(1, 2, 20));
        refused("pruning steps", () -> AdaptationConfig.DEFAULT.withSteps(-1, 1));
        refused("fraction", () -> AdaptationConfig.DEFAULT.withValidationFraction(0.9));
        refused("batch", () -> new FineTuningConfig(1, 1, 0.1, 0, true, 1));
        refused(
                "heads",
                () ->
                        new MetaTrainingConfig(
                                Architecture.VGG10,
                                1,
                                10,
                                3,
                                PretrainingConfig.DEFAULT,
                                MetaConfig.DEFAULT,
                                1));
    }

    private static void refused(String expectation, Executable creation) {
        StampedeException refusal = assertThrows(StampedeException.class, creation);
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertTrue(refusal.getMessage().contains(expectation), refusal.getMessage());
    }
}
