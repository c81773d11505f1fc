package io.stampede.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Budget;
import io.stampede.proto.v1.ChunkReference;
import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.ModelChunk;
import io.stampede.proto.v1.ModelManifest;
import io.stampede.proto.v1.Outcome;
import java.util.Arrays;
import java.util.stream.Stream;

/** One message of each top-level type with every field set. */
final class SampleMessages {
    private SampleMessages() {}

    static Stream<Message> all() {
        return Stream.of(manifest(), chunk(), report(), status());
    }

    private static ModelManifest manifest() {
        return ModelManifest.newBuilder()
                .setModelName("vgg10-demo")
                .setVersion(3)
                .setSizeBytes(300_000)
                .setSha256(hash(1))
                .setFormat("stampede.meta-model/1")
                .setArchitecture("vgg10")
                .setWidth(0.125)
                .addChunks(reference(2, 262_144, 0, 17))
                .addChunks(reference(3, 37_856, 1, 9_000_000_000L))
                .setChunkTopic("stampede.model.chunk")
                .setProvenanceJson("{\"seed\":1}")
                .setPublishedAtUnixMillis(1_795_305_600_000L)
                .setSignature(ByteString.copyFrom(new byte[] {4, 5, 6}))
                .build();
    }

    private static ChunkReference reference(int fill, int length, int partition, long offset) {
        return ChunkReference.newBuilder()
                .setSha256(hash(fill))
                .setLengthBytes(length)
                .setPartition(partition)
                .setOffset(offset)
                .build();
    }

    private static ModelChunk chunk() {
        return ModelChunk.newBuilder()
                .setSha256(hash(7))
                .setData(ByteString.copyFrom(new byte[] {1, 0, -1}))
                .build();
    }

    private static AdaptationReport report() {
        return AdaptationReport.newBuilder()
                .setReportId("8d3f2c1a-0b4e-4c7d-9a61-5e2f7b90c3d4")
                .setDeviceId("camera-17")
                .setSequence(42)
                .setModelName("vgg10-demo")
                .setModelVersion(3)
                .setModelSha256(hash(1))
                .setOutcome(Outcome.OUTCOME_FAILED)
                .setErrorCode(501)
                .setBudget(
                        Budget.newBuilder()
                                .setMaxParameters(100_000)
                                .setMaxMultiplyAdds(20_000_000)
                                .setMaxTrainingBytes(64L << 20)
                                .setMaxLatencyMs(4.5))
                .setParameters(81_234)
                .setMultiplyAdds(18_000_000)
                .setFullParameters(1_200_000)
                .setFullMultiplyAdds(90_000_000)
                .addGroups(GroupCount.newBuilder().setGroup("conv1").setKept(5).setFull(8))
                .setValidationAccuracy(0.8125)
                .setTrainingImages(900)
                .setValidationImages(100)
                .setEncodeSeconds(0.5)
                .setScoreSeconds(0.25)
                .setGatherSeconds(0.125)
                .setPruneSeconds(1.5)
                .setFinetuneSeconds(12.75)
                .setTotalSeconds(15.125)
                .setPeakTensorBytes(50_000_000)
                .setPeakResidentBytes(300_000_000)
                .setAgentVersion("0.1.0")
                .setCreatedAtUnixMillis(1_795_305_700_000L)
                .setDroppedReports(2)
                .setPredictedLatencyMs(3.5)
                .setMeasuredLatencyMs(3.25)
                .setBatchSize(16)
                .setAccumulatedBatches(4)
                .setPredictedTrainingBytes(48L << 20)
                .setIncumbentAccuracy(0.75)
                .setSmallestBudget(Budget.newBuilder().setMaxParameters(110_000))
                .setServingEngine("tflite/float32")
                .build();
    }

    private static DeviceStatus status() {
        return DeviceStatus.newBuilder()
                .setDeviceId("camera-17")
                .setState(DeviceState.DEVICE_STATE_RECEIVING)
                .setModelName("vgg10-demo")
                .setServingVersion(2)
                .setPendingVersion(3)
                .setProgress(0.5)
                .setAgentVersion("0.1.0")
                .setAtUnixMillis(1_795_305_700_000L)
                .build();
    }

    private static ByteString hash(int fill) {
        byte[] bytes = new byte[Limits.SHA256_BYTES];
        Arrays.fill(bytes, (byte) fill);
        return ByteString.copyFrom(bytes);
    }
}
