package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.GeneratorForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaConfigDraftTest {
    @Test
    void an_unchanged_draft_gives_the_settings_that_it_started_from() {
        assertEquals(MetaConfig.PAPER, new MetaConfigDraft(MetaConfig.PAPER).build());
    }

    @Test
    void each_setting_changes_the_settings() {
        MetaConfigDraft draft = new MetaConfigDraft(MetaConfig.DEFAULT);
        for (String name : draft.names()) {
            String value =
                    switch (name) {
                        case "gates" -> "hard";
                        case "set-path" -> "literal";
                        case "annealed",
                                "domains",
                                "consolidation-focus",
                                "consolidation-domains" ->
                                "0.25";
                        case "mini-batches" -> "4";
                        default -> "7";
                    };
            MetaConfig changed = new MetaConfigDraft(MetaConfig.DEFAULT).set(name, value).build();
            assertTrue(!changed.equals(MetaConfig.DEFAULT), name);
        }
    }

    @Test
    void the_form_of_the_generator_is_put_together_from_its_parts() {
        assertEquals(
                GeneratorForm.DECISIVE,
                new MetaConfigDraft(MetaConfig.DEFAULT)
                        .set("gates", "hard")
                        .set("set-path", "literal")
                        .set("set-mean", "2")
                        .build()
                        .refinements()
                        .form());
    }

    @ParameterizedTest
    @CsvSource({
        "speed, 1, distillation",
        "iterations, many, many",
        "gates, half, half",
        "domains, 2, domains",
        "parameters-percent, 0, parameters",
        "repetition, -1, repetition",
        "consolidation-rate, 0, learning rate",
        "consolidation-focus, 1.5, focus",
        "consolidation-domains, -0.5, domains",
        "consolidation-floor, 101, floor",
        "consolidation-repetition, -1, repetition"
    })
    void what_cannot_be_is_refused_by_name(String name, String value, String told) {
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> new MetaConfigDraft(MetaConfig.DEFAULT).set(name, value).build());
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().contains(told), error.getMessage());
    }
}
