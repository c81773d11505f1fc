package io.stampede.bench.method.stamp;

import io.stampede.bench.file.ScratchDirectory;
import io.stampede.bench.method.Method;
import io.stampede.bench.method.MethodResult;
import io.stampede.bench.method.SubnetworkAccuracy;
import io.stampede.bench.method.TargetTask;
import io.stampede.core.adapt.Adaptation;
import io.stampede.core.adapt.AdaptationRequest;
import io.stampede.core.adapt.AdaptationResult;
import io.stampede.core.train.RunControl;

/** Runs one adaptation by the product's own path and measures the file that it leaves. */
final class AdaptedSubnetwork {
    private AdaptedSubnetwork() {}

    static MethodResult run(
            Method method, TargetTask task, AdaptationRequest request, RunControl control) {
        try (ScratchDirectory scratch = ScratchDirectory.create("stampede-" + method.name())) {
            AdaptationResult result = Adaptation.run(request, scratch.path(), control);
            MethodResult.Seconds spent =
                    new MethodResult.Seconds(
                            result.seconds().search(), result.seconds().finetune(), 0);
            return SubnetworkAccuracy.measure(method, task, result.subnetwork(), spent)
                    .withNote("budget", request.config().budget().toString())
                    .withNote(
                            "mini_batches",
                            "%d of at most %d"
                                    .formatted(
                                            result.training().accumulatedBatches(),
                                            result.training().batchSize()));
        }
    }
}
