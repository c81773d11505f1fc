package io.stampede.agent.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.stampede.agent.testkit.SampleModel;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.Budget;
import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.ModelChunk;
import io.stampede.proto.v1.ModelManifest;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class MessagesFuzzTest {
    private static final byte[] MANIFEST = SampleModel.of(3, 250).value();
    private static final byte[] CHUNK =
            ModelChunk.newBuilder()
                    .setSha256(ByteString.copyFrom(new byte[32]))
                    .setData(ByteString.copyFrom(new byte[300]))
                    .build()
                    .toByteArray();
    private static final byte[] REPORT =
            AdaptationReport.newBuilder()
                    .setReportId("r")
                    .setDeviceId("d")
                    .setBudget(Budget.newBuilder().setMaxParameters(9))
                    .addGroups(GroupCount.newBuilder().setGroup("conv1").setKept(3))
                    .setValidationAccuracy(0.5)
                    .build()
                    .toByteArray();
    private static final byte[] STATUS =
            DeviceStatus.newBuilder()
                    .setDeviceId("d")
                    .setState(DeviceState.DEVICE_STATE_SERVING)
                    .setProgress(0.5)
                    .build()
                    .toByteArray();

    private static Assembler assembler;

    @BeforeContainer
    static void openAssembler() throws IOException {
        assembler = new Assembler();
    }

    @AfterContainer
    static void closeAssembler() throws IOException {
        assembler.close();
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void manifest_reader(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(MANIFEST),
                bytes -> assertTrue(SampleModel.reader().read(bytes).sizeBytes() <= 1_000_000));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void manifest(@ForAll long number) {
        feed(number, MANIFEST, ModelManifest.parser());
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void chunk(@ForAll long number) {
        feed(number, CHUNK, ModelChunk.parser());
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void report(@ForAll long number) {
        feed(number, REPORT, AdaptationReport.parser());
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void status(@ForAll long number) {
        feed(number, STATUS, DeviceStatus.parser());
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void chunk_assembler(@ForAll long number) {
        assembler.feed(number);
    }

    /** What cannot be parsed is refused by protobuf's own exception, which our callers catch. */
    private static void feed(long number, byte[] seed, Parser<? extends Message> parser) {
        Fuzz.feed(
                number,
                List.of(seed),
                bytes -> {
                    try {
                        Message message = parser.parseFrom(bytes);
                        assertArrayEquals(
                                message.toByteArray(),
                                parser.parseFrom(message.toByteArray()).toByteArray());
                    } catch (InvalidProtocolBufferException e) {
                        assertTrue(bytes.length > 0);
                    }
                });
    }
}
