package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.Domain;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tasks of the reference, each seen through a domain, and what a generator says about them.
 *
 * <p>Not thread-safe: shares the buffer of its batches.
 */
final class SeenTasks {
    private static final int CENSUS = 32;

    private final ImageDataset reference;
    private final ImageBatches batches;
    private final TaskSampler sampler;
    private final double domains;
    private final long seed;

    /** Tasks of a meta-training's settings, drawn from another seed. */
    SeenTasks(ImageDataset reference, ImageBatches batches, MetaConfig config, long seed) {
        this.reference = reference;
        this.batches = batches;
        this.sampler = new TaskSampler(reference, config, seed);
        this.domains = config.refinements().domains();
        this.seed = seed;
    }

    /** A task as it is seen. */
    record SeenTask(TaskSampler.Task task, Domain domain) {}

    /** The task of one purpose and position, with this probability seen through a domain. */
    SeenTask draw(String purpose, long position, double share) {
        long drawn = Seeds.at(seed, purpose, position).nextLong() >>> 1;
        TaskSampler.Task task = sampler.any(drawn);
        Domain domain = Domain.draw(Seeds.at(seed, purpose + " domain", position), share);
        return new SeenTask(task, domain);
    }

    /** All pictures of the reference that are of a task's classes. */
    int[] ofItsClasses(SeenTask seen) {
        return sampler.pictures(seen.task().classes());
    }

    /** Batches of some pictures, numbered from 0, as a domain shows them. */
    ImageBatches through(Domain domain, int[] pictures) {
        return batches.of(domain.of(reference.select(pictures)));
    }

    /** What a generator makes of phi and a set {@code [n, 3, 32, 32]}: group to channel scores. */
    @FunctionalInterface
    interface Scores {
        Map<String, float[]> of(Parameters phi, NDArray set);
    }

    /** The scores for the set of a task. */
    Map<String, float[]> scores(Scores scores, Parameters phi, SeenTask seen) {
        try (NDManager scope = phi.manager().newSubManager()) {
            int[] pictures = seen.task().indices();
            int[] all = IntStream.range(0, pictures.length).toArray();
            return scores.of(phi, through(seen.domain(), pictures).plain(scope, all));
        }
    }

    /** The mean of the scores over {@value #CENSUS} tasks, the same ones whatever phi is. */
    Map<String, float[]> census(Scores scores, Parameters phi) {
        Map<String, float[]> mean = new LinkedHashMap<>();
        for (long t = 0; t < CENSUS; t++) {
            scores(scores, phi, draw("census", t, domains))
                    .forEach(
                            (group, values) ->
                                    addShare(
                                            mean.computeIfAbsent(
                                                    group, name -> new float[values.length]),
                                            values));
        }
        return mean;
    }

    private static void addShare(float[] mean, float[] values) {
        for (int c = 0; c < mean.length; c++) {
            mean[c] += values[c] / CENSUS;
        }
    }
}
