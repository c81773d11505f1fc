package io.stampede.agent.adapt;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import io.stampede.core.model.DType;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Cost;
import io.stampede.core.prune.Budget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetworkCheckTest {
    private final ModelId parent = new ModelId("stamp", 1, "ab".repeat(32));
    private Cost cost;
    private Path file;
    @TempDir private Path directory;

    @BeforeEach
    void write() {
        file = directory.resolve(Slots.SUBNETWORK);
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        new SubnetworkHeaderSample()
                .channels()
                .forEach((gate, all) -> kept.put(gate, IntStream.range(0, 2).boxed().toList()));
        SubnetworkHeader header = new SubnetworkHeaderSample().header(parent.sha256(), kept);
        cost = header.cost();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.layout()
                .shapes()
                .forEach(
                        (name, shape) -> {
                            float[] values =
                                    new float[shape.stream().reduce(1, Math::multiplyExact)];
                            java.util.Arrays.fill(values, 0.5f);
                            tensors.put(name, new Tensor(values, shape));
                        });
        SubnetworkFile.write(file, header, tensors, DType.F32);
    }

    @Test
    void lets_a_sound_subnetwork_within_budget_pass() {
        Budget exact =
                Budget.UNLIMITED
                        .withMaxParameters(cost.parameters())
                        .withMaxMultiplyAdds(cost.multiplyAdds());

        assertDoesNotThrow(() -> new SubnetworkCheck(exact).check(file, parent));
    }

    @Test
    void counts_the_costs_from_the_file_itself() {
        Budget tooFew = Budget.UNLIMITED.withMaxParameters(cost.parameters() - 1);
        Budget tooSlow = Budget.UNLIMITED.withMaxMultiplyAdds(cost.multiplyAdds() - 1);

        assertFails(ErrorCode.INTERNAL, () -> new SubnetworkCheck(tooFew).check(file, parent));
        assertFails(ErrorCode.INTERNAL, () -> new SubnetworkCheck(tooSlow).check(file, parent));
    }

    @Test
    void refuses_a_subnetwork_of_another_phi() {
        ModelId other = new ModelId("stamp", 1, "cd".repeat(32));

        String message =
                assertFails(
                        ErrorCode.MODEL_CORRUPT,
                        () -> new SubnetworkCheck(Budget.UNLIMITED).check(file, other));
        assertTrue(message.contains("one of " + parent.sha256()), message);
    }

    @Test
    void refuses_numbers_that_are_not_finite() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(file, bytes);

        assertFails(
                ErrorCode.MODEL_NOT_FINITE,
                () -> new SubnetworkCheck(Budget.UNLIMITED).check(file, parent));
    }

    /** A small VGG-10 and its header. */
    private static final class SubnetworkHeaderSample {
        private static final double WIDTH = 0.125;
        private static final List<String> LABELS = List.of("cat", "dog");

        Map<String, Integer> channels() {
            return io.stampede.core.network.Architectures.of(
                            Architecture.VGG10, WIDTH, LABELS.size())
                    .channels();
        }

        SubnetworkHeader header(String parent, Map<String, List<Integer>> kept) {
            return new SubnetworkHeader(
                    Architecture.VGG10,
                    WIDTH,
                    List.of(0.5f, 0.5f, 0.5f),
                    List.of(0.25f, 0.25f, 0.25f),
                    LABELS,
                    1,
                    parent,
                    kept,
                    true,
                    Budget.UNLIMITED,
                    Map.of());
        }
    }
}
