package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

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
        return SubnetworkAccuracy.measure(this, task, subnetwork, seconds);
    }
}
