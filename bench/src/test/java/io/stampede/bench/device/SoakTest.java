package io.stampede.bench.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.StampedeException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoakTest {
    @Test
    void the_slope_of_a_line_is_found_whatever_came_before_it() {
        // Given
        double[] values = {1_000, -50, 7, 10, 13, 16, 19};

        // When
        double slope = Soak.slope(values, 2);

        // Then
        assertEquals(3, slope, 1e-9);
    }

    @Test
    void noise_around_a_level_has_next_to_no_slope() {
        // Given
        SplittableRandom random = new SplittableRandom(4);
        double[] values = random.doubles(1_000, -1, 1).toArray();

        // When
        double slope = Soak.slope(values, 0);

        // Then
        assertEquals(0, slope, 1e-3);
    }

    @Test
    void too_few_cycles_are_refused() {
        // Then
        assertThrows(StampedeException.class, () -> new Soak(0, 7, 0));
    }
}
