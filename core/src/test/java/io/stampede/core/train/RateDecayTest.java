package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateDecayTest {
    @ParameterizedTest
    @CsvSource({
        "HALF_AND_FOUR_FIFTHS, 200, 100, 160",
        "TWO_AND_THREE_FIFTHS, 200, 80, 120",
        "HALF_AND_THREE_QUARTERS, 20, 10, 15"
    })
    void the_rate_falls_to_a_tenth_twice(RateDecay decay, long steps, long first, long second) {
        assertEquals(1, decay.factor(first - 1, steps));
        assertEquals(0.1, decay.factor(first, steps));
        assertEquals(0.1, decay.factor(second - 1, steps));
        assertEquals(0.01, decay.factor(second, steps));
    }
}
