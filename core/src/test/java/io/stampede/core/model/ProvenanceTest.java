package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    @Test
    void survives_the_way_through_json_with_and_without_parent() {
        for (OptionalLong parent : List.of(OptionalLong.empty(), OptionalLong.of(3))) {
            // Given
            Provenance provenance =
                    new Provenance(
                            "0.1.0",
                            "cd",
                            Map.of("kl", "20", "b", "\n"),
                            Long.MAX_VALUE,
                            "e",
                            parent);

            // When
            Provenance back = Provenance.fromJson(provenance.toJson());

            // Then
            assertEquals(provenance, back);
        }
    }

    @Test
    void keys_of_a_later_program_are_ignored() {
        String json = Provenance.UNKNOWN.toJson().replaceFirst("\\{", "{\"host\":[1],");
        assertEquals(Provenance.UNKNOWN, Provenance.fromJson(json));
    }

    @Test
    void refuses_wrong_types() {
        String json = Provenance.UNKNOWN.toJson();
        for (String wrong :
                List.of(
                        json.replace("\"seed\":0", "\"seed\":0.5"),
                        json.replace("\"seed\":0", "\"seed\":null"),
                        json.replace("\"hyperparameters\":{}", "\"hyperparameters\":{\"a\":1}"),
                        json.replace("\"hyperparameters\":{}", "\"hyperparameters\":[]"),
                        json.substring(1),
                        "",
                        "[".repeat(10_000))) {
            StampedeException error =
                    assertThrows(StampedeException.class, () -> Provenance.fromJson(wrong));
            assertEquals(ErrorCode.MODEL_CORRUPT, error.code());
        }
    }
}
