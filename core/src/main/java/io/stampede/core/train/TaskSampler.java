package io.stampede.core.train;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Cuts the reference dataset into tasks (section 4, "Tasks").
 *
 * <p>Where tasks x ways is the number of classes, the partition is the paper's: fixed for the whole
 * run. Otherwise each iteration draws its disjoint tasks anew.
 */
final class TaskSampler {
    private final int[][] imagesOfClass;
    private final MetaConfig config;
    private final long seed;

    TaskSampler(ImageDataset reference, MetaConfig config, long seed) {
        this.config = config;
        this.seed = seed;
        this.imagesOfClass = imagesByClass(reference);
        if (imagesOfClass.length < config.ways()) {
            throw new StampedeException(
                    ErrorCode.DATA_UNSUITABLE,
                    "expected a reference with at least %d classes of %d pictures, found %d"
                            .formatted(
                                    config.ways(), config.imagesPerClass(), imagesOfClass.length));
        }
    }

    /**
     * One task.
     *
     * @param classes label of each way in the reference dataset
     * @param images indices in random order, the same number of each class
     */
    record Task(List<Integer> classes, List<Integer> images) {
        /** All pictures. */
        int[] indices() {
            return images.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /**
     * Some task that an outer iteration may meet: where the partition is fixed, one of its parts.
     */
    Task any(long position) {
        return draw(position, isPartition() ? Math.floorMod(position, config.tasks()) : 0);
    }

    /** The n-th task of an outer iteration. */
    Task draw(long iteration, int n) {
        int classCount = imagesOfClass.length;
        int[] order =
                Seeds.shuffled(
                        classCount, Seeds.at(seed, "classes", isPartition() ? 0 : iteration));
        RandomGenerator random = Seeds.at(seed, "images", iteration, n);
        List<Integer> classes = new ArrayList<>();
        List<Integer> images = new ArrayList<>();
        for (int way = 0; way < config.ways(); way++) {
            int label = order[(n * config.ways() + way) % classCount];
            classes.add(label);
            int[] choice = Seeds.shuffled(imagesOfClass[label].length, random);
            for (int i = 0; i < config.imagesPerClass(); i++) {
                images.add(imagesOfClass[label][choice[i]]);
            }
        }
        int[] shuffle = Seeds.shuffled(images.size(), random);
        return new Task(classes, Arrays.stream(shuffle).mapToObj(images::get).toList());
    }

    private boolean isPartition() {
        return config.tasks() * config.ways() == imagesOfClass.length;
    }

    /** All pictures of some classes of the reference. */
    int[] pictures(List<Integer> classes) {
        return classes.stream()
                .flatMapToInt(label -> Arrays.stream(imagesOfClass[label]))
                .toArray();
    }

    private int[][] imagesByClass(ImageDataset reference) {
        List<List<Integer>> byClass = new ArrayList<>();
        for (int label = 0; label < reference.classes(); label++) {
            byClass.add(new ArrayList<>());
        }
        for (int i = 0; i < reference.size(); i++) {
            byClass.get(reference.label(i)).add(i);
        }
        for (int label = 0; label < byClass.size(); label++) {
            if (byClass.get(label).size() < config.imagesPerClass()) {
                throw new StampedeException(
                        ErrorCode.DATA_UNSUITABLE,
                        "expected at least %d pictures of each reference class, found %d of '%s'"
                                .formatted(
                                        config.imagesPerClass(),
                                        byClass.get(label).size(),
                                        reference.labelNames().get(label)));
            }
        }
        return byClass.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }
}
