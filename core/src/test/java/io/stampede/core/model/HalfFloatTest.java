package io.stampede.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfFloatTest {
    private static final int HALVES = 1 << 16;

    @Test
    void every_half_survives_the_way_through_float() {
        for (int half = 0; half < HALVES; half++) {
            // When
            float value = HalfFloat.toFloat((short) half);
            int back = HalfFloat.fromFloat(value) & 0xFFFF;

            // Then
            if (Float.isNaN(value)) {
                assertTrue((half & 0x7C00) == 0x7C00 && (half & 0x3FF) != 0, "half " + half);
                assertTrue(Float.isNaN(HalfFloat.toFloat((short) back)), "half " + half);
            } else {
                assertEquals(half, back);
            }
        }
    }

    @Test
    void every_half_has_the_value_of_the_standard() {
        for (int half = 0; half < HALVES; half++) {
            int exponent = (half >> 10) & 0x1F;
            int mantissa = half & 0x3FF;
            if (exponent == 0x1F) {
                continue;
            }
            double magnitude =
                    exponent == 0
                            ? mantissa * Math.pow(2, -24)
                            : (1 + mantissa / 1024.0) * Math.pow(2, exponent - 15);

            assertEquals(
                    (float) ((half & 0x8000) == 0 ? magnitude : -magnitude),
                    HalfFloat.toFloat((short) half));
        }
    }

    @Test
    void a_tie_between_neighbours_goes_to_the_even_one() {
        for (int half = 0; half < 0x7BFF; half++) {
            // Given
            double low = HalfFloat.toFloat((short) half);
            double high = HalfFloat.toFloat((short) (half + 1));
            float middle = (float) ((low + high) / 2);

            // When
            int tie = HalfFloat.fromFloat(middle);
            int below = HalfFloat.fromFloat(Math.nextDown(middle));
            int above = HalfFloat.fromFloat(Math.nextUp(middle));

            // Then
            assertEquals(half % 2 == 0 ? half : half + 1, tie);
            assertEquals(half, below);
            assertEquals(half + 1, above);
            assertEquals(tie | 0x8000, HalfFloat.fromFloat(-middle) & 0xFFFF);
        }
    }

    @Test
    void the_ends_of_the_range_are_exact() {
        assertEquals(0x7BFF, HalfFloat.fromFloat(65504));
        assertEquals(0x7BFF, HalfFloat.fromFloat(Math.nextDown(65520f)));
        assertEquals(0x7C00, HalfFloat.fromFloat(65520));
        assertEquals(0x7C00, HalfFloat.fromFloat(Float.POSITIVE_INFINITY));
        assertEquals(0xFC00, HalfFloat.fromFloat(-Float.MAX_VALUE) & 0xFFFF);
        assertEquals(0, HalfFloat.fromFloat(0x1p-25f));
        assertEquals(1, HalfFloat.fromFloat(Math.nextUp(0x1p-25f)));
        assertEquals(0x8000, HalfFloat.fromFloat(-Float.MIN_VALUE) & 0xFFFF);
        assertEquals(0x8000, HalfFloat.fromFloat(-0f) & 0xFFFF);
        assertTrue(Float.isNaN(HalfFloat.toFloat(HalfFloat.fromFloat(Float.NaN))));
    }

    @Test
    void no_half_is_nearer_than_the_one_chosen() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            // Given
            float value = Float.intBitsToFloat(random.nextInt());
            if (!(Math.abs(value) < 65504)) {
                continue;
            }

            // When
            int half = HalfFloat.fromFloat(value) & 0xFFFF;

            // Then
            double error = Math.abs((double) value - HalfFloat.toFloat((short) half));
            int magnitude = half & 0x7FFF;
            for (int neighbour : new int[] {magnitude - 1, magnitude + 1}) {
                if (neighbour >= 0 && neighbour < 0x7C00) {
                    double other = HalfFloat.toFloat((short) (half & 0x8000 | neighbour));
                    assertTrue(error <= Math.abs(value - other), "value " + value);
                }
            }
        }
    }
}
