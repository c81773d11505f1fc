package io.stampede.core.data;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Arrays;

/** Seeded ways to choose pictures; the same data, numbers and seed choose the same. */
public final class Sampling {
    private Sampling() {}

    /**
     * Chooses pictures without repetition, the same number of every class as far as there are so
     * many: where a class has too few, the others make up for it.
     *
     * @return {@code count} indices in shuffled order
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where {@code count} is not
     *     positive, with {@link ErrorCode#DATA_UNSUITABLE} where the data has fewer pictures
     */
    public static int[] balanced(ImageDataset data, int count, long seed) {
        if (count < 1) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT, "expected a positive count, found " + count);
        }
        if (count > data.size()) {
            throw new StampedeException(
                    ErrorCode.DATA_UNSUITABLE,
                    "expected at least %d pictures, found %d".formatted(count, data.size()));
        }
        SplitMix random = new SplitMix(seed);
        int[][] classes = shuffledByClass(data, random);
        int[] order = identity(classes.length);
        random.shuffle(order);
        int[] chosen = new int[count];
        int size = 0;
        for (int round = 0; size < count; round++) {
            for (int i = 0; i < order.length && size < count; i++) {
                if (round < classes[order[i]].length) {
                    chosen[size++] = classes[order[i]][round];
                }
            }
        }
        random.shuffle(chosen);
        return chosen;
    }

    /**
     * Keeps back a fraction of every class: the rounded number, yet at least one and not all of a
     * class that has two pictures or more. A single picture of a class is for learning.
     *
     * @param fraction 0 to 1, both exclusive
     * @return both lists in shuffled order
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} where the fraction is not
     *     within its bounds
     */
    public static Partition holdOut(ImageDataset data, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a fraction between 0 and 1, found " + fraction);
        }
        SplitMix random = new SplitMix(seed);
        int[] training = new int[data.size()];
        int[] heldOut = new int[data.size()];
        int trainingSize = 0;
        int heldOutSize = 0;
        for (int[] pictures : shuffledByClass(data, random)) {
            int held = heldOutCount(pictures.length, fraction);
            System.arraycopy(pictures, 0, heldOut, heldOutSize, held);
            heldOutSize += held;
            System.arraycopy(pictures, held, training, trainingSize, pictures.length - held);
            trainingSize += pictures.length - held;
        }
        training = Arrays.copyOf(training, trainingSize);
        heldOut = Arrays.copyOf(heldOut, heldOutSize);
        random.shuffle(training);
        random.shuffle(heldOut);
        return new Partition(training, heldOut);
    }

    /** Number of pictures of each class. */
    static int[] countPerClass(ImageDataset data) {
        int[] counts = new int[data.classes()];
        for (int i = 0; i < data.size(); i++) {
            counts[data.label(i)]++;
        }
        return counts;
    }

    private static int heldOutCount(int pictures, double fraction) {
        if (pictures < DatasetCheck.MIN_PICTURES) {
            return 0;
        }
        return (int) Math.max(1, Math.min(pictures - 1, Math.round(pictures * fraction)));
    }

    private static int[][] shuffledByClass(ImageDataset data, SplitMix random) {
        int[] counts = countPerClass(data);
        int[][] classes = new int[counts.length][];
        Arrays.setAll(classes, label -> new int[counts[label]]);
        for (int i = data.size() - 1; i >= 0; i--) {
            int label = data.label(i);
            classes[label][--counts[label]] = i;
        }
        for (int[] pictures : classes) {
            random.shuffle(pictures);
        }
        return classes;
    }

    private static int[] identity(int size) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        return order;
    }
}
