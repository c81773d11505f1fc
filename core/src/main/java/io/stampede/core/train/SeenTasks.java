package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.stampede.core.data.Domain;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.mask.MaskGenerator;
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

    /**
     * A task as it is seen.
     *
     * @param own all pictures of its classes
     */
    record SeenTask(TaskSampler.Task task, Domain domain, int[] own) {}

    /** The task of one purpose and position. */
    SeenTask draw(String purpose, long position) {
        long drawn = Seeds.at(seed, purpose, position).nextLong() >>> 1;
        TaskSampler.Task task = sampler.draw(drawn, 0);
        Domain domain = Domain.draw(Seeds.at(seed, purpose + " domain", position), domains);
        return new SeenTask(task, domain, sampler.pictures(task.classes()));
    }

    /** Batches of some pictures, numbered from 0, as a domain shows them. */
    ImageBatches through(Domain domain, int[] pictures) {
        return batches.of(domain.of(reference.select(pictures)));
    }

    /** E[m] for the set of a task. */
    Map<String, float[]> expectedMask(MaskGenerator generator, Parameters phi, SeenTask seen) {
        try (NDManager scope = phi.manager().newSubManager()) {
            int[] pictures = seen.task().indices();
            int[] all = IntStream.range(0, pictures.length).toArray();
            NDArray set = through(seen.domain(), pictures).plain(scope, all);
            return generator.expectedMask(phi, set);
        }
    }

    /** E[m] averaged over so many tasks, the same ones whatever phi is. */
    Map<String, float[]> census(MaskGenerator generator, Parameters phi, int tasks) {
        Map<String, float[]> mean = new LinkedHashMap<>();
        for (long t = 0; t < tasks; t++) {
            expectedMask(generator, phi, draw("census", t))
                    .forEach(
                            (group, scores) ->
                                    addShare(
                                            mean.computeIfAbsent(
                                                    group, name -> new float[scores.length]),
                                            scores,
                                            tasks));
        }
        return mean;
    }

    private static void addShare(float[] mean, float[] scores, int parts) {
        for (int c = 0; c < mean.length; c++) {
            mean[c] += scores[c] / parts;
        }
    }
}
