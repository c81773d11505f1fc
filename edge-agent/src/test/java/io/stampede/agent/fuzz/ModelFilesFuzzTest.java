package io.stampede.agent.fuzz;

import io.stampede.agent.testkit.SmallPhi;
import io.stampede.core.model.DType;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.SafetensorsReader;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.model.SubnetworkHeader;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.prune.Budget;
import io.stampede.core.prune.ChannelMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ModelFilesFuzzTest {
    private static final String PROVENANCE =
            "{\"code_version\":\"1\",\"data\":{\"kind\":\"procedural\"},\"seed\":7}";

    private static Scratch scratch;
    private static byte[] phi;
    private static byte[] subnetwork;

    @BeforeContainer
    static void writeValidFiles() throws IOException {
        scratch = new Scratch();
        phi = SmallPhi.bytes(scratch.path("phi"), 1);
        subnetwork = subnetwork(scratch.path("subnetwork"));
    }

    @AfterContainer
    static void deleteFiles() throws IOException {
        scratch.close();
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void safetensors(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(subnetwork),
                bytes -> {
                    try (SafetensorsReader reader = SafetensorsReader.open(scratch.hold(bytes))) {
                        for (String name : reader.names()) {
                            reader.floats(name);
                        }
                    }
                });
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void meta_model(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(phi),
                bytes -> {
                    try (MetaModelFile file = MetaModelFile.open(scratch.hold(bytes))) {
                        file.requireFinite();
                        file.network();
                    }
                });
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void subnetwork_file(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(subnetwork),
                bytes -> {
                    try (SubnetworkFile file = SubnetworkFile.open(scratch.hold(bytes))) {
                        file.requireFinite();
                        file.network();
                    }
                });
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void provenance(@ForAll long number) {
        List<byte[]> seeds =
                List.of(
                        PROVENANCE.getBytes(StandardCharsets.UTF_8),
                        Provenance.UNKNOWN.toJson().getBytes(StandardCharsets.UTF_8));
        Fuzz.feed(
                number,
                seeds,
                bytes -> Provenance.fromJson(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static byte[] subnetwork(Path file) throws IOException {
        NetworkSpec full = Architectures.of(Architecture.VGG10, 0.0625, 3);
        Map<String, List<Integer>> kept = new HashMap<>(ChannelMask.all(full).kept());
        kept.replaceAll((group, indices) -> indices.stream().filter(i -> i % 2 == 0).toList());
        SubnetworkHeader header =
                new SubnetworkHeader(
                        Architecture.VGG10,
                        0.0625,
                        List.of(0.5f, 0.25f, 0.1f),
                        List.of(1f, 0.5f, 0.25f),
                        List.of("cat", "dog", "bird"),
                        41,
                        "0f".repeat(32),
                        kept,
                        true,
                        Budget.UNLIMITED.withMaxParameters(1_000_000),
                        Map.of("accuracy", 0.875));
        Map<String, Tensor> tensors = new HashMap<>();
        header.layout()
                .shapes()
                .forEach((name, shape) -> tensors.put(name, new Tensor(ones(shape), shape)));
        SubnetworkFile.write(file, header, tensors, DType.F32);
        return Files.readAllBytes(file);
    }

    private static float[] ones(List<Integer> shape) {
        float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, 1);
        return values;
    }
}
