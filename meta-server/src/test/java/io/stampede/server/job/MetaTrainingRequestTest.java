package io.stampede.server.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Architecture;
import io.stampede.core.train.MetaTrainingConfig;
import io.stampede.server.job.MetaTrainingRequest.Changes;
import io.stampede.server.registry.ModelName;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaTrainingRequestTest {
    @Test
    void without_changes_the_settings_are_those_of_the_preset() {
        // Then
        assertEquals(MetaTrainingConfig.preset("demo"), request("demo", Changes.NONE).config());
    }

    @Test
    void each_change_reaches_its_setting_and_nothing_else() {
        // Given
        Changes changes =
                new Changes(
                        Optional.of(Architecture.RESNET18),
                        OptionalDouble.of(0.5),
                        OptionalLong.of(99),
                        OptionalInt.of(3),
                        OptionalInt.of(17),
                        OptionalDouble.of(5.5));

        // When
        MetaTrainingConfig config = request("cpu", changes).config();

        // Then
        MetaTrainingConfig preset = MetaTrainingConfig.preset("cpu");
        assertEquals(Architecture.RESNET18, config.architecture());
        assertEquals(0.5, config.width());
        assertEquals(99, config.seed());
        assertEquals(preset.pretraining().withEpochs(3), config.pretraining());
        assertEquals(17, config.meta().iterations());
        assertEquals(5.5, config.meta().reduction());
        assertEquals(preset.meta().klScale(), config.meta().klScale());
        assertEquals(preset.encoderDim(), config.encoderDim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "huge", "DEMO"})
    void refuses_a_preset_that_does_not_exist(String preset) {
        // Given
        MetaTrainingRequest request = request(preset, Changes.NONE);

        // When
        var refusal = assertThrows(StampedeException.class, request::config);

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertEquals(Optional.empty(), request.knownConfig());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 4.5, Double.NaN, Double.POSITIVE_INFINITY})
    void refuses_a_width_that_no_network_can_have(double width) {
        // When
        var refusal = assertThrows(StampedeException.class, () -> width(width));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "../up", "a/b", ".hidden", "with space"})
    void refuses_a_model_name_that_could_leave_its_directory(String name) {
        // When
        var refusal = assertThrows(StampedeException.class, () -> new ModelName(name));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
    }

    private static Changes width(double width) {
        return new Changes(
                Optional.empty(),
                OptionalDouble.of(width),
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty());
    }

    private static MetaTrainingRequest request(String preset, Changes changes) {
        return new MetaTrainingRequest(
                new ModelName("model"), SourceSpec.parse("procedural:source"), preset, changes);
    }
}
