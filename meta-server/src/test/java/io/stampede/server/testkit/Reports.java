package io.stampede.server.testkit;

import com.google.protobuf.ByteString;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Budget;
import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.Outcome;

/** Device messages that are right, to be spoilt by tests. */
public final class Reports {
    /** The device that sends them. */
    public static final String DEVICE = "camera-17";

    private Reports() {}

    /** A report of a successful adaptation. */
    public static AdaptationReport.Builder report(String id) {
        return AdaptationReport.newBuilder()
                .setReportId(id)
                .setDeviceId(DEVICE)
                .setSequence(1)
                .setModelName("vgg10-demo")
                .setModelVersion(1)
                .setModelSha256(ByteString.copyFrom(new byte[32]))
                .setOutcome(Outcome.OUTCOME_ADAPTED)
                .setBudget(Budget.newBuilder().setMaxParameters(10_000))
                .setParameters(9_000)
                .setMultiplyAdds(1_000_000)
                .setFullParameters(100_000)
                .setFullMultiplyAdds(9_000_000)
                .addGroups(GroupCount.newBuilder().setGroup("conv1").setKept(3).setFull(8))
                .setValidationAccuracy(0.75)
                .setTrainingImages(900)
                .setValidationImages(100)
                .setTotalSeconds(12.5)
                .setAgentVersion("0.1.0")
                .setCreatedAtUnixMillis(1_795_305_700_000L);
    }

    /** A status of a device that serves. */
    public static DeviceStatus.Builder status() {
        return DeviceStatus.newBuilder()
                .setDeviceId(DEVICE)
                .setState(DeviceState.DEVICE_STATE_SERVING)
                .setModelName("vgg10-demo")
                .setServingVersion(1)
                .setProgress(1)
                .setAgentVersion("0.1.0")
                .setAtUnixMillis(1_795_305_700_000L);
    }
}
