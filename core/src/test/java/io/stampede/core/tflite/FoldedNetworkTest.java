package io.stampede.core.tflite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDManager;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.data.Normalization;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.network.Architecture;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.nn.Tensors;
import io.stampede.core.train.Evaluator;
import io.stampede.core.train.TinyData;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoldedNetworkTest {
    private static final ImageDataset PICTURES = TinyData.create(3, 2, 5);

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void gives_the_logits_of_the_network_that_it_was_folded_from(Architecture architecture) {
        // Given
        try (SubnetworkFile file =
                RandomSubnetwork.write(
                        directory.resolve("subnetwork.safetensors"), architecture, 7)) {
            Normalization normalization =
                    new Normalization(file.header().mean(), file.header().std());
            FoldedNetwork folded = FoldedNetwork.of(file.network(), file::floats);
            PictureInput input = new PictureInput(normalization);

            // When
            PlainPass pass = new PlainPass(folded);

            // Then
            float[][] expected = logits(file, normalization);
            for (int i = 0; i < PICTURES.size(); i++) {
                float[] found = pass.run(input.values(PICTURES, i)).get(folded.output().name());
                assertArrayEquals(expected[i], found, 1e-4f);
            }
        }
    }

    private static float[][] logits(SubnetworkFile file, Normalization normalization) {
        try (NDManager manager = TensorEngine.newManager()) {
            Parameters weights = new Parameters(manager);
            Tensors.putAll(weights, file.names(), file::tensor);
            return Evaluator.logits(file.network(), weights, PICTURES, normalization);
        }
    }
}
