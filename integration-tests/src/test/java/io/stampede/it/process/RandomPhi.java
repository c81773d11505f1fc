package io.stampede.it.process;

import io.stampede.core.model.DType;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
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
        MetaModelHeader header =
                new MetaModelHeader(
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
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.layout().shapes().forEach((name, shape) -> tensors.put(name, tensor(shape, random)));
        MetaModelFile.write(file, header, tensors, DType.F32);
    }

    private static Tensor tensor(List<Integer> shape, Random random) {
        float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.01f + 0.1f * random.nextFloat();
        }
        return new Tensor(values, shape);
    }
}
