package io.stampede.agent.testkit;

import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The smallest phi files that are sound. */
public final class SmallPhi {
    /** Width of their network, a VGG-10. */
    public static final double WIDTH = 0.0625;

    private SmallPhi() {}

    /** The bytes of a file whose weights follow from a seed; by way of a file. */
    public static byte[] bytes(Path file, long seed) {
        Random random = new Random(seed);
        MetaModelHeader header =
                new MetaModelHeader(
                        Architecture.VGG10,
                        WIDTH,
                        10,
                        4,
                        2,
                        GeneratorForm.PAPER,
                        List.of(0.5f, 0.5f, 0.5f),
                        List.of(0.25f, 0.25f, 0.25f),
                        Provenance.UNKNOWN,
                        1);
        Map<String, Tensor> tensors = new HashMap<>();
        header.layout()
                .shapes()
                .forEach(
                        (name, shape) ->
                                tensors.put(name, new Tensor(positive(shape, random), shape)));
        MetaModelFile.write(file, header, tensors, DType.F32);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] positive(List<Integer> shape, Random random) {
        float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
