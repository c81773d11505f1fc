package io.stampede.core.data;

import static io.stampede.core.data.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

class SamplingTest {
    private static final int CLASSES = 6;

    @Property(tries = 200)
    void balanced_takes_each_picture_once_and_classes_evenly(
            @ForAll("data") ImageDataset data, @ForAll long seed, @ForAll double part) {
        // Given
        int count = 1 + (int) (Math.abs(part % 1) * (data.size() - 1));
        // When
        int[] chosen = Sampling.balanced(data, count, seed);
        // Then
        assertEquals(count, chosen.length);
        assertEquals(count, Arrays.stream(chosen).distinct().count());
        int[] available = Sampling.countPerClass(data);
        int[] taken = Sampling.countPerClass(data.select(chosen));
        int most = Arrays.stream(taken).max().orElseThrow();
        for (int label = 0; label < CLASSES; label++) {
            assertTrue(
                    taken[label] >= Math.min(available[label], most - 1),
                    Arrays.toString(taken) + " of " + Arrays.toString(available));
        }
    }

    @Property(tries = 200)
    void hold_out_splits_every_class_in_that_proportion(
            @ForAll("data") ImageDataset data,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction) {
        // When
        Partition partition = Sampling.holdOut(data, fraction, seed);
        // Then
        int[] all =
                IntStream.concat(
                                Arrays.stream(partition.training()),
                                Arrays.stream(partition.heldOut()))
                        .sorted()
                        .toArray();
        assertArrayEquals(IntStream.range(0, data.size()).toArray(), all);
        int[] available = Sampling.countPerClass(data);
        int[] held = Sampling.countPerClass(data.select(partition.heldOut()));
        for (int label = 0; label < CLASSES; label++) {
            assertEquals(available[label] * fraction, held[label], 1.0);
            assertTrue(available[label] == 0 || held[label] < available[label]);
            assertTrue(available[label] < 2 || held[label] > 0);
        }
    }

    @Property(tries = 50)
    void same_seed_same_choice(@ForAll("data") ImageDataset data, @ForAll long seed) {
        assertArrayEquals(
                Sampling.balanced(data, data.size(), seed),
                Sampling.balanced(data, data.size(), seed));
        assertArrayEquals(
                Sampling.holdOut(data, 0.3, seed).training(),
                Sampling.holdOut(data, 0.3, seed).training());
        assertArrayEquals(
                Sampling.holdOut(data, 0.3, seed).heldOut(),
                Sampling.holdOut(data, 0.3, seed).heldOut());
    }

    @Example
    void other_seeds_choose_others_in_shuffled_order() {
        // Given
        ImageDataset data =
                TestPictures.dataset(2, IntStream.range(0, 200).map(i -> i / 100).toArray());
        // When
        int[] one = Sampling.balanced(data, 100, 1);
        int[] two = Sampling.balanced(data, 100, 2);
        // Then
        assertFalse(Arrays.equals(one, two));
        int[] sorted = one.clone();
        Arrays.sort(sorted);
        assertFalse(Arrays.equals(sorted, one));
        int firstClass = (int) Arrays.stream(one).limit(50).filter(i -> i < 100).count();
        assertEquals(25, firstClass, 15);
    }

    @Example
    void refuses_what_cannot_be_chosen() {
        // Given
        ImageDataset data = TestPictures.dataset(2, 0, 1, 0);
        // Then
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> Sampling.balanced(data, 0, 1), "found 0");
        assertRefused(
                ErrorCode.DATA_UNSUITABLE,
                () -> Sampling.balanced(data, 4, 1),
                "at least 4 pictures, found 3");
        for (double fraction : new double[] {0, 1, -0.5, Double.NaN}) {
            assertRefused(
                    ErrorCode.INVALID_ARGUMENT,
                    () -> Sampling.holdOut(data, fraction, 1),
                    "between 0 and 1");
        }
    }

    @Provide
    Arbitrary<ImageDataset> data() {
        return Arbitraries.integers()
                .between(0, CLASSES - 1)
                .array(int[].class)
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(labels -> TestPictures.dataset(CLASSES, labels));
    }
}
