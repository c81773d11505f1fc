package io.stampede.bench.method;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Evaluator;
import java.nio.file.Path;

/** Measures, once, the file that an adaptation left. */
public final class SubnetworkAccuracy {
    private SubnetworkAccuracy() {}

    /**
     * Classifies the test split.
     *
     * @param spent searching and fine-tuning; the time of the test split takes the place of its
     *     inference
     * @return with the kept channels of the file
     */
    public static MethodResult measure(
            Method method, TargetTask task, Path subnetwork, MethodResult.Seconds spent) {
        try (SubnetworkFile file = SubnetworkFile.open(subnetwork);
                NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Tensors.putAll(weights, file.names(), file::tensor);
            Normalization lens = new Normalization(file.header().mean(), file.header().std());
            long start = System.nanoTime();
            double accuracy = Evaluator.accuracy(file.network(), weights, task.test(), lens);
            return new MethodResult(
                            method.name(),
                            method.title(),
                            accuracy,
                            task.cost(file.network()),
                            task.fullCost(),
                            new MethodResult.Seconds(
                                    spent.search(), spent.fineTune(), Training.secondsSince(start)))
                    .withKept(file.header().kept());
        }
    }
}
