package io.stampede.bench.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.bench.experiment.Experiment;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static final MethodSettings SETTINGS =
            new MethodSettings(Scale.SMOKE, OptionalDouble.of(15), 0.05);

    @Test
    void every_method_of_the_paper_and_of_ours_can_be_named() {
        // Given
        List<String> promised =
                List.of(
                        "full_scratch",
                        "full_pretrained",
                        "random",
                        "bbdropout",
                        "metapruning",
                        "snip",
                        "snip_pretrained",
                        "edge_popup",
                        "network_slimming",
                        "stamp",
                        "stamp_structure",
                        "stamp_other_set",
                        "random_channels",
                        "magnitude");

        // Then
        for (String id : promised) {
            assertEquals(id, Methods.of(id).factory().apply(SETTINGS).name());
        }
    }

    @Test
    void methods_call_themselves_as_they_are_registered() {
        for (MethodEntry entry : Methods.all()) {
            assertEquals(entry.id(), entry.factory().apply(SETTINGS).name());
        }
    }

    @Test
    void the_methods_of_every_experiment_are_registered() {
        for (Experiment experiment : Experiment.values()) {
            experiment.methods().forEach(Methods::of);
        }
    }

    @Test
    void an_unknown_method_is_refused_with_those_that_are_known() {
        // When
        StampedeException error = assertThrows(StampedeException.class, () -> Methods.of("stampp"));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().contains("stamp_structure"), error.getMessage());
        assertTrue(error.getMessage().endsWith("found 'stampp'"), error.getMessage());
    }
}
