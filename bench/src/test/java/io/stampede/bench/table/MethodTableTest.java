package io.stampede.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.bench.method.MethodResult;
import io.stampede.core.network.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

class MethodTableTest {
    private static final Cost FULL = new Cost(1_000_000, 14_600_000, 1);

    @Test
    void lines_up_columns_and_compares_times_with_the_first_method() {
        // Given
        MethodResult full =
                new MethodResult(
                        "full_scratch",
                        "full network",
                        0.5282,
                        FULL,
                        FULL,
                        new MethodResult.Seconds(0, 21, 0));
        MethodResult stamp =
                new MethodResult(
                        "stamp",
                        "STAMP",
                        0.625,
                        new Cost(59_300, 4_000_000, 1),
                        FULL,
                        new MethodResult.Seconds(0.5, 13.5, 0));

        // When
        String table = MethodTable.format(List.of(full, stamp));

        // Then
        assertEquals(
                """
                method        accuracy   P (%)  multiply-adds  reduction  search (s)  fine-tune (s)  speed-up
                full network   52.82 %  100.00     14,600,000      x1.00        0.00           21.0     x1.00
                STAMP          62.50 %    5.93      4,000,000      x3.65        0.50           13.5     x1.50
                """,
                table);
    }

    @Test
    void shows_no_speed_up_of_a_method_that_took_no_time() {
        // Given
        MethodResult instant =
                new MethodResult("a", "a", 0, FULL, FULL, new MethodResult.Seconds(0, 0, 0));

        // When
        String table = MethodTable.format(List.of(instant));

        // Then
        assertEquals("-", table.strip().substring(table.strip().length() - 1));
    }
}
