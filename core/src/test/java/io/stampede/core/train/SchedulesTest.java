package io.stampede.core.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    @Test
    void one_cycle_rises_to_the_peak_and_ends_near_nothing() {
        assertEquals(1.0 / 25, Schedules.oneCycle(0, 101), 1e-9);
        assertEquals(1, Schedules.oneCycle(30, 101), 1e-9);
        assertEquals(1e-4, Schedules.oneCycle(100, 101), 1e-9);
        assertTrue(Schedules.oneCycle(10, 101) < Schedules.oneCycle(20, 101));
        assertTrue(Schedules.oneCycle(60, 101) > Schedules.oneCycle(70, 101));
    }

    @Test
    void a_cosine_falls_from_the_peak_over_its_half_to_nearly_nothing() {
        assertEquals(1, Schedules.cosine(0, 100), 1e-9);
        assertEquals(0.5, Schedules.cosine(50, 100), 1e-9);
        assertTrue(Schedules.cosine(99, 100) < 1e-3);
    }

    @Test
    void an_epoch_sees_each_picture_once_and_the_next_in_another_order() {
        // Given
        EpochOrder order = new EpochOrder(12, 4, 3);

        // When
        int[] first = epoch(order, 0);
        int[] second = epoch(order, 1);

        // Then
        int[] all = IntStream.range(0, 12).toArray();
        assertArrayEquals(all, Arrays.stream(first).sorted().toArray());
        assertArrayEquals(all, Arrays.stream(second).sorted().toArray());
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void a_batch_does_not_depend_on_the_batches_before_it() {
        // Given
        EpochOrder walked = new EpochOrder(12, 4, 3);
        for (int step = 0; step < 7; step++) {
            walked.batch(step);
        }

        // Then
        assertArrayEquals(new EpochOrder(12, 4, 3).batch(7), walked.batch(7));
    }

    @Test
    void generators_differ_by_seed_purpose_and_position() {
        long base = Seeds.at(1, "a", 2, 3).nextLong();
        assertEquals(base, Seeds.at(1, "a", 2, 3).nextLong());
        assertFalse(base == Seeds.at(2, "a", 2, 3).nextLong());
        assertFalse(base == Seeds.at(1, "b", 2, 3).nextLong());
        assertFalse(base == Seeds.at(1, "a", 3, 2).nextLong());
    }

    private static int[] epoch(EpochOrder order, int epoch) {
        return IntStream.range(0, 3)
                .flatMap(step -> Arrays.stream(order.batch(epoch * 3L + step)))
                .toArray();
    }
}
