package io.stampede.bench.experiment.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.StampedeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaperNumbersTest {
    @Test
    void tables_are_found_by_the_names_of_our_methods() {
        // When
        PaperRow stamp = PaperNumbers.ofTable(1, "cifar10", "stamp").orElseThrow();
        PaperRow full = PaperNumbers.ofTable(1, "svhn", "full_scratch").orElseThrow();
        PaperRow snip = PaperNumbers.ofTable(1, "cifar10", "snip_pretrained").orElseThrow();

        // Then
        assertEquals(93.49, stamp.accuracyPercent());
        assertEquals(0.04, stamp.accuracyStd().orElseThrow());
        assertEquals(4.16, stamp.parametersPercent().orElseThrow());
        assertEquals(3.56, stamp.reduction().orElseThrow());
        assertEquals(95.99, full.accuracyPercent());
        assertEquals(92.98, snip.accuracyPercent());
        assertTrue(PaperNumbers.ofTable(1, "cifar10", "full_pretrained").isEmpty());
        assertTrue(PaperNumbers.ofTable(1, "cifar10", "edge_popup").isEmpty());
    }

    @Test
    void pruned_ratios_among_remaining_ones_carry_a_note() {
        for (int table = 2; table <= 3; table++) {
            String dataset = table == 2 ? "cifar10" : "svhn";
            for (String method : new String[] {"random", "metapruning"}) {
                assertEquals(
                        "P probably = pruned ratio",
                        PaperNumbers.ofTable(table, dataset, method).orElseThrow().note());
            }
        }
        assertEquals("", PaperNumbers.ofTable(1, "cifar10", "random").orElseThrow().note());
    }

    @Test
    void a_number_that_the_paper_leaves_out_is_empty() {
        // When
        PaperRow row = PaperNumbers.ofTable(2, "cifar10", "stamp_structure").orElseThrow();

        // Then
        assertTrue(row.trainHours().isEmpty());
        assertEquals(93.63, row.accuracyPercent());
    }

    @Test
    void figures_are_found_by_what_they_vary() {
        assertEquals(69.26, PaperNumbers.ofFigure4(1000, "stamp").orElseThrow().accuracyPercent());
        assertEquals(
                63.63,
                PaperNumbers.ofFigure4(1000, "full_scratch").orElseThrow().accuracyPercent());
        assertTrue(PaperNumbers.ofFigure4(1234, "stamp").isEmpty());
        assertTrue(PaperNumbers.ofFigure4(1000, "random").isEmpty());
        assertEquals(5, PaperNumbers.curveOfFigure4("bbdropout").size());
        assertEquals(
                94.30,
                PaperNumbers.ofFigure6("bbdropout", Map.of("kl", "20"))
                        .orElseThrow()
                        .accuracyPercent());
        assertEquals(
                95.77,
                PaperNumbers.ofFigure6("stamp", Map.of("pruning_epochs", "10"))
                        .orElseThrow()
                        .accuracyPercent());
        assertEquals(
                94.57,
                PaperNumbers.ofFigure6("full_scratch", Map.of()).orElseThrow().accuracyPercent());
    }

    @Test
    void a_line_with_too_few_values_is_refused() {
        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () -> CsvTable.parse("table", "a,b,c\n1,2,3\n4,5\n"));

        // Then
        assertEquals("table: expected 3 values, found '4,5'", error.getMessage());
    }
}
