package io.stampede.core.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.TensorLedger;
import io.stampede.core.nn.Tensors;
import io.stampede.core.prune.ChannelMask;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device's way to a mask must lead to the server's mask. */
class StreamingPrunerTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @CsvSource({
        "vgg19-w0.0625-seed7,1,MASKED",
        "vgg19-w0.0625-seed7,7,LITERAL",
        "vgg19-w0.0625-seed11,64,MASKED",
        "resnet18-w0.0625-seed7,1,LITERAL",
        "resnet18-w0.0625-seed7,7,MASKED",
        "resnet18-w0.0625-seed11,64,LITERAL"
    })
    void streamed_scores_equal_those_of_the_whole_network_for_any_chunk_size_and_form(
            String model, int filtersPerChunk, GeneratorForm.SetPath path) {
        try (MetaModelFile phi = open(model);
                NDManager manager = TensorEngine.newManager()) {
            // Given
            GeneratorForm form = new GeneratorForm(path, 0, GeneratorForm.Gates.SAMPLED);
            NetworkSpec spec = phi.network();
            Parameters whole = new Parameters(manager);
            Tensors.putAll(whole, phi.names(), phi::tensor);
            float[] representation = representation();
            Map<String, float[]> expected =
                    new MaskGenerator(spec, phi.header().encoderHeads(), form)
                            .score(whole, representation);

            // When
            Map<String, float[]> streamed =
                    new StreamingPruner(
                                    spec,
                                    form,
                                    phi::floats,
                                    manager,
                                    new StreamingPruner.Chunking(
                                            filtersPerChunk, new TensorLedger()))
                            .score(representation);

            // Then
            assertEquals(expected.keySet(), streamed.keySet());
            expected.forEach(
                    (group, mask) -> assertArrayEquals(mask, streamed.get(group), 1e-5f, group));
            assertEquals(
                    ChannelMask.natural(spec, expected).kept(),
                    ChannelMask.natural(spec, streamed).kept());
        }
    }

    @Test
    void scoring_holds_a_fraction_of_the_network() {
        try (MetaModelFile phi = open("vgg19-w0.0625-seed7");
                NDManager manager = TensorEngine.newManager()) {
            // Given
            StreamingPruner pruner = new StreamingPruner(phi.network(), phi::floats, manager, 4);

            // When
            pruner.score(representation());

            // Then
            long whole =
                    phi.names().stream()
                            .filter(name -> name.startsWith("W."))
                            .mapToLong(name -> 4L * phi.floats(name).length)
                            .sum();
            assertTrue(pruner.peakBytes() > 0);
            assertTrue(pruner.peakBytes() < whole / 4, pruner.peakBytes() + " of " + whole);
        }
    }

    private static MetaModelFile open(String model) {
        return MetaModelFile.open(GOLDEN.resolve(model).resolve("phi.safetensors"));
    }

    private static float[] representation() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[3 * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
