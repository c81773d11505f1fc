package io.stampede.bench.experiment;

import io.stampede.bench.method.Scale;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.DatasetCheck;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSource;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Partition;
import io.stampede.core.data.Sampling;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One target: the pictures that training may draw from, and those that judge.
 *
 * @param spec its source
 * @param name for people
 * @param pool what training pictures are drawn from
 * @param judge what accuracy is measured on: the test split, or what was held out of the pool
 * @param sizes numbers of training pictures to draw
 */
public record TargetData(
        SourceSpec spec,
        TargetName name,
        ImageDataset pool,
        ImageDataset judge,
        List<Integer> sizes) {
    private static final double HELD_OUT = 0.2;
    private static final long SPLIT_SEED = 20;
    private static final long SAMPLE_SEED = 1;

    /** Copies. */
    public TargetData {
        sizes = List.copyOf(sizes);
    }

    /**
     * Reads both splits and cuts them; a size of 0 stands for all pictures.
     *
     * @throws StampedeException {@code DATA_UNREADABLE}, {@code DATA_UNSUITABLE}
     */
    static TargetData load(
            SourceSpec spec, ExperimentOptions.Data data, Scale scale, List<Integer> sizes) {
        ImageSource source = ImageSources.open(spec);
        ImageDataset training = source.load(Split.TRAIN);
        DatasetCheck.requireTrainable(training);
        ImageDataset pool = training;
        ImageDataset judge;
        if (data.validation()) {
            Partition partition = Sampling.holdOut(training, HELD_OUT, SPLIT_SEED);
            pool = training.select(partition.training());
            judge = training.select(partition.heldOut());
        } else {
            judge = source.load(Split.TEST);
            DatasetCheck.requireOther(
                    spec, training, judge, "name the directory of both, or take --validation");
        }
        int most = Math.min(judge.size(), ScaleDefaults.mostPictures(scale, false));
        judge = judge.select(Sampling.balanced(judge, most, SAMPLE_SEED));
        List<Integer> exact = new ArrayList<>();
        for (int size : sizes) {
            exact.add(exactSize(spec, size, pool.size(), training.size()));
        }
        return new TargetData(
                spec, TargetName.of(spec), pool, judge, exact.stream().distinct().toList());
    }

    /**
     * The training pictures of one run.
     *
     * @param sample 0 for the one that all seeds share, else a number from 1: samples have no
     *     picture in common as long as the pool lasts
     */
    ImageDataset training(int size, int sample) {
        if (size == pool.size()) {
            return pool;
        }
        int[] left = IntStream.range(0, pool.size()).toArray();
        int[] chosen = {};
        for (int draw = 0; draw < Math.max(1, sample); draw++) {
            if (left.length < size) {
                left = IntStream.range(0, pool.size()).toArray();
            }
            int[] from = left;
            int[] picked = Sampling.balanced(pool.select(from), size, SAMPLE_SEED + draw);
            chosen = Arrays.stream(picked).map(index -> from[index]).toArray();
            left = without(from, chosen);
        }
        return pool.select(chosen);
    }

    private static int[] without(int[] indices, int[] gone) {
        int[] sorted = gone.clone();
        Arrays.sort(sorted);
        return Arrays.stream(indices)
                .filter(index -> Arrays.binarySearch(sorted, index) < 0)
                .toArray();
    }

    /** Where pictures are held out, all that is left stands for sizes that were there before. */
    private static int exactSize(SourceSpec spec, int size, int pool, int whole) {
        if (size < 0 || size > whole) {
            throw new StampedeException(
                    ErrorCode.DATA_UNSUITABLE,
                    "expected a target of at least %d training pictures, found %d in %s; choose"
                                    .formatted(size, whole, spec)
                            + " --target-size");
        }
        return size == 0 ? pool : Math.min(size, pool);
    }
}
