package io.stampede.agent.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.data.ImageDataset;
import io.stampede.core.tflite.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final float[][] EXPECTED = {{1, 0}, {0, 2}};

    @Test
    void the_same_logits_pass_in_every_precision() {
        Comparison same = compare(EXPECTED, EXPECTED);

        assertEquals(0, same.maxLogitDifference());
        assertEquals(1, same.top1Agreement());
        for (Precision precision : Precision.values()) {
            assertTrue(same.problem(precision).isEmpty());
        }
    }

    @Test
    void each_precision_has_its_tolerance() {
        Comparison close = compare(EXPECTED, new float[][] {{1, 0}, {0, 2.001f}});
        assertTrue(close.problem(Precision.FLOAT32).isPresent());
        assertTrue(close.problem(Precision.FLOAT16).isEmpty());

        Comparison apart = compare(EXPECTED, new float[][] {{1, 0}, {0, 2.1f}});
        assertTrue(apart.problem(Precision.FLOAT16).isPresent());
        assertTrue(apart.problem(Precision.INT8).isEmpty());
    }

    @Test
    void larger_logits_may_differ_more() {
        float[][] large = {{1000, 0}, {0, 2000}};

        assertTrue(
                compare(large, new float[][] {{1000.005f, 0}, {0, 2000}})
                        .problem(Precision.FLOAT32)
                        .isEmpty());
    }

    @Test
    void logits_that_are_not_numbers_never_pass() {
        float[][] broken = {{1, 0}, {Float.NaN, 2}};

        assertTrue(compare(EXPECTED, broken).problem(Precision.FLOAT16).isPresent());
        assertTrue(compare(broken, broken).problem(Precision.FLOAT32).isPresent());
    }

    @Test
    void int8_may_lose_one_point_of_accuracy_and_gain_any() {
        Comparison worse = compare(EXPECTED, new float[][] {{1, 0}, {2, 0}});
        assertEquals(0.5, worse.accuracyLost());
        assertEquals(0.5, worse.top1Agreement());
        assertTrue(worse.problem(Precision.INT8).orElseThrow().contains("50.0 points"));

        assertTrue(
                compare(new float[][] {{0, 1}, {2, 0}}, EXPECTED)
                        .problem(Precision.INT8)
                        .isEmpty());
    }

    private static Comparison compare(float[][] expected, float[][] found) {
        ImageDataset pictures =
                new ImageDataset(
                        new byte[2 * ImageDataset.IMAGE_BYTES],
                        new int[] {0, 1},
                        List.of("cat", "dog"));
        return Comparison.of(expected, found, pictures);
    }
}
