package io.stampede.bench.method.stamp;

import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.train.RunControl;

/** STAMP by the product's own path: encode, score, slice, fine-tune what a device would. */
public final class Stamp implements Method {
    @Override
    public String name() {
        return "stamp";
    }

    @Override
    public String title() {
        return "STAMP";
    }

    @Override
    public MethodResult run(TargetTask task, RunControl control) {
        return AdaptedSubnetwork.run(this, task, StampPlan.request(task), control);
    }
}
