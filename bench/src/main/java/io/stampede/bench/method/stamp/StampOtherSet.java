package io.stampede.bench.method.stamp;

import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.train.RunControl;

/**
 * STAMP whose encoder is shown pictures of another target, as many as it has of its own: what it
 * loses is what looking at the set is worth.
 */
public final class StampOtherSet implements Method {
    @Override
    public String name() {
        return "stamp_other_set";
    }

    @Override
    public String title() {
        return "STAMP with another task's set";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        ImageDataset other = StampPlan.sample(task, task.reference().otherSet().get(), task.seed());
        MethodResult result =
                AdaptedSubnetwork.run(this, task, StampPlan.request(task).seeing(other), control);
        double distance = MaskDistance.jaccard(StampPlan.of(task).kept(), result.kept());
        return result.withNote("set_pictures", Integer.toString(other.size()))
                .withNote("mask_distance", "%.4f".formatted(distance));
    }
}
