package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.RunControl;
import java.nio.file.Path;

/**
 * STAMP as a device did it: the accuracy of its file on the test split, the times of its report.
 */
public final class DeviceSubnetwork implements Method {
    private final Path subnetwork;
    private final MethodResult.Seconds seconds;

    /**
     * Names what the device left.
     *
     * @param subnetwork its file
     * @param seconds as the device measured them
     */
    public DeviceSubnetwork(Path subnetwork, MethodResult.Seconds seconds) {
        this.subnetwork = requireNonNull(subnetwork, "subnetwork is null");
        this.seconds = requireNonNull(seconds, "seconds is null");
    }

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
        try (SubnetworkFile file = SubnetworkFile.open(subnetwork);
                NDManager manager = TensorEngine.newManager();
                Parameters weights = new Parameters(manager)) {
            Tensors.putAll(weights, file.names(), file::tensor);
            Normalization lens = new Normalization(file.header().mean(), file.header().std());
            long start = System.nanoTime();
            double accuracy = Evaluator.accuracy(file.network(), weights, task.test(), lens);
            return new MethodResult(
                    name(),
                    title(),
                    accuracy,
                    task.cost(file.network()),
                    task.fullCost(),
                    new MethodResult.Seconds(
                            seconds.search(), seconds.fineTune(), Training.secondsSince(start)));
        }
    }
}
