package io.stampede.it.process;

import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.PretrainedFile;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.Tensor;
import io.stampede.core.model.TensorLayout;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A VGG-10 phi of random numbers: nobody asks how well it does.
 *
 * @param width multiplier of its channels
 * @param encoderDim hidden width of the set encoder
 * @param encoderHeads attention heads, a divisor of that
 */
public record RandomPhi(double width, int encoderDim, int encoderHeads) {
    /** The smallest there is. */
    public static final RandomPhi SMALLEST = new RandomPhi(0.0625, 16, 2);

    /** Writes a file; the same seed gives the same one. */
    public void write(Path file, long seed) {
        MetaModelFile.write(file, header(), tensors(header().layout(), seed), DType.F32);
    }

    /** Makes a folder of {@code models/} with phi and reference network of random numbers. */
    public ShippedModel ship(Path folder, long seed) throws IOException {
        ShippedModel model = new ShippedModel(Files.createDirectories(folder));
        MetaModelHeader header = header();
        MetaModelFile.write(model.phi(), header, tensors(header.layout(), seed), DType.F16);
        TensorLayout weights = TensorLayout.subnetwork(header.network());
        new PretrainedFile(header.network(), header.provenance(), tensors(weights, seed))
                .write(model.pretrained(), DType.F16);
        Files.writeString(folder.resolve(ShippedModel.SUMS), ShippedModel.sums(folder));
        return model;
    }

    private MetaModelHeader header() {
        return new MetaModelHeader(
                Architecture.VGG10,
                width,
                20,
                encoderDim,
                encoderHeads,
                GeneratorForm.PAPER,
                List.of(0.5f, 0.5f, 0.5f),
                List.of(0.25f, 0.25f, 0.25f),
                Provenance.UNKNOWN,
                1);
    }

    private static Map<String, Tensor> tensors(TensorLayout layout, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        layout.shapes().forEach((name, shape) -> tensors.put(name, tensor(shape, random)));
        return tensors;
    }

    private static Tensor tensor(List<Integer> shape, Random random) {
        float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.01f + 0.1f * random.nextFloat();
        }
        return new Tensor(values, shape);
    }
}
