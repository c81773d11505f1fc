package io.stampede.bench.method.stamp;

import io.stampede.bench.file.ScratchDirectory;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationRequest;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Sampling;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.RunControl;

/**
 * Which channels STAMP keeps for a task, without training what is left: takes about a second where
 * K is 0.
 *
 * <p>To compare what the encoder says about several sets, give all of them to one task: then budget
 * and head are the same and the pictures alone differ.
 */
public final class StampPlan {
    private StampPlan() {}

    /** The channels that {@link Stamp} keeps. */
    public static PruningPlan of(TargetTask task) {
        return of(request(task));
    }

    /** The channels that it would keep if the encoder saw these pictures, all of them. */
    public static PruningPlan of(TargetTask task, ImageDataset set) {
        return of(request(task).seeing(set));
    }

    /**
     * Chooses pictures for an encoder to see: as many as the task's own set has, or all there are,
     * balanced over the classes.
     *
     * @param pictures of the task's target or of another
     * @param seed other seeds give other samples
     */
    public static ImageDataset sample(TargetTask task, ImageDataset pictures, long seed) {
        int own = Math.min(task.adaptation().setSize(), task.training().size());
        int count = Math.min(own, pictures.size());
        return pictures.select(Sampling.balanced(pictures, count, seed));
    }

    /** The product's request for a task, with nothing held out: the test split tells. */
    static AdaptationRequest request(TargetTask task) {
        return AdaptationRequest.of(
                task.reference().phi(),
                task.training(),
                task.adaptation().withValidationFraction(0));
    }

    private static PruningPlan of(AdaptationRequest request) {
        try (ScratchDirectory scratch = ScratchDirectory.create("stampede-plan")) {
            return Adaptation.plan(request, scratch.path(), RunControl.NONE);
        }
    }
}
