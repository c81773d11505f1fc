package io.stampede.core.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.core.adapt.MaskPreview;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.ImageSources;
import io.stampede.core.data.Normalization;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.data.Split;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Network;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.ChannelMask;
import io.stampede.core.prune.PruningPlan;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.ImageBatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the mask path against an independent float64 implementation. */
class GoldenVectorsTest {
    private static final int SET_SIZE = 640;
    private static final int[] FIRST_FOUR = {0, 1, 2, 3};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vgg19-w0.0625-seed7",
                "vgg19-w0.0625-seed11",
                "resnet18-w0.0625-seed7",
                "resnet18-w0.0625-seed11"
            })
    void the_mask_path_agrees_with_the_independent_implementation(String name) throws IOException {
        // Given
        Golden golden = Golden.load(name);

        // When
        MaskPreview preview = MaskPreview.of(golden.phi(), golden.set(), SET_SIZE);

        // Then
        assertArrayEquals(
                golden.floats("set_representation_first_16"),
                toArray(preview.setRepresentation().subList(0, 16)),
                1e-3f);
        double norm = Math.sqrt(preview.setRepresentation().stream().mapToDouble(x -> x * x).sum());
        assertEquals(golden.json().get("set_representation_l2").getAsDouble(), norm, 1e-2);
        JsonObject masks = golden.json().getAsJsonObject("expected_mask");
        for (String gate : masks.keySet()) {
            assertArrayEquals(
                    floats(masks.getAsJsonArray(gate)),
                    toArray(preview.expectedMask().get(gate)),
                    1e-4f,
                    gate);
        }
        assertEquals(golden.kept(), preview.kept());
        double kl = golden.json().get("kl").getAsDouble();
        assertEquals(kl, preview.kl(), 1e-3 * Math.abs(kl));
        JsonObject cost = golden.json().getAsJsonObject("cost_kept");
        assertEquals(cost.get("params").getAsLong(), preview.cost().parameters());
        assertEquals(cost.get("macs").getAsLong(), preview.cost().multiplyAdds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vgg19-w0.0625-seed7",
                "vgg19-w0.0625-seed11",
                "resnet18-w0.0625-seed7",
                "resnet18-w0.0625-seed11"
            })
    void the_sliced_network_gives_the_logits_of_the_masked_one(String name) throws IOException {
        // Given
        Golden golden = Golden.load(name);
        try (MetaModelFile phi = MetaModelFile.open(golden.phi());
                NDManager manager = TensorEngine.newManager()) {
            NetworkSpec spec = phi.network();
            MetaModelHeader header = phi.header();
            Normalization normalization = new Normalization(header.mean(), header.std());
            Map<String, float[]> expected = expected(golden, phi);
            PruningPlan plan = new PruningPlan(spec, ChannelMask.natural(spec, expected));

            // When
            float[] masked = maskedLogits(manager, phi, golden.set(), expected, plan);
            Parameters sliced =
                    Tensors.load(manager, new Slicer(plan, phi::floats).slice(expected));
            float[][] slicedLogits =
                    Evaluator.logits(
                            plan.subnetwork(),
                            sliced,
                            golden.set().select(FIRST_FOUR),
                            normalization);

            // Then
            JsonArray wanted = golden.json().getAsJsonArray("logits_first_4");
            for (int i = 0; i < FIRST_FOUR.length; i++) {
                float[] row =
                        Arrays.copyOfRange(masked, i * spec.classes(), (i + 1) * spec.classes());
                assertArrayEquals(floats(wanted.get(i).getAsJsonArray()), row, 1e-3f);
                assertArrayEquals(row, slicedLogits[i], 1e-4f);
            }
        }
    }

    private static Map<String, float[]> expected(Golden golden, MetaModelFile phi) {
        Map<String, float[]> expected = new HashMap<>();
        MaskPreview.of(golden.phi(), golden.set(), SET_SIZE)
                .expectedMask()
                .forEach((group, values) -> expected.put(group, toArray(values)));
        assertEquals(phi.network().channels().keySet(), expected.keySet());
        return expected;
    }

    private static float[] maskedLogits(
            NDManager manager,
            MetaModelFile phi,
            ImageDataset set,
            Map<String, float[]> expected,
            PruningPlan plan) {
        Parameters weights = new Parameters(manager);
        Tensors.putAll(weights, phi.names(), phi::tensor);
        NDArray images =
                new ImageBatches(set, new Normalization(phi.header().mean(), phi.header().std()))
                        .plain(manager, FIRST_FOUR);
        return new Network(phi.network())
                .forward(
                        weights,
                        images,
                        false,
                        (group, preActivation, activation) -> {
                            float[] mask = expected.get(group).clone();
                            for (int c = 0; c < mask.length; c++) {
                                mask[c] = plan.kept().get(group).contains(c) ? mask[c] : 0;
                            }
                            return activation.mul(manager.create(mask).reshape(1, -1, 1, 1));
                        })
                .toFloatArray();
    }

    private static float[] toArray(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static float[] floats(JsonArray values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i).getAsFloat();
        }
        return array;
    }

    private record Golden(Path phi, ImageDataset set, JsonObject json) {
        static Golden load(String name) throws IOException {
            Path folder = Path.of("src/test/resources/golden", name);
            ImageDataset set =
                    ImageSources.open(SourceSpec.parse("cifar10:" + folder.resolve("set.bin")))
                            .load(Split.TRAIN);
            String text = Files.readString(folder.resolve("expected.json"));
            return new Golden(
                    folder.resolve("phi.safetensors"),
                    set,
                    JsonParser.parseString(text).getAsJsonObject());
        }

        float[] floats(String key) {
            return GoldenVectorsTest.floats(json.getAsJsonArray(key));
        }

        Map<String, List<Integer>> kept() {
            Map<String, List<Integer>> kept = new HashMap<>();
            JsonObject gates = json.getAsJsonObject("kept");
            for (String gate : gates.keySet()) {
                kept.put(
                        gate,
                        gates.getAsJsonArray(gate).asList().stream()
                                .map(index -> index.getAsInt())
                                .toList());
            }
            return kept;
        }
    }
}
