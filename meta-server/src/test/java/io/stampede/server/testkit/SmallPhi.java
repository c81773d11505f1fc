package io.stampede.server.testkit;

import io.stampede.core.model.DType;
import io.stampede.core.model.GeneratorForm;
import io.stampede.core.model.MetaModelFile;
import io.stampede.core.model.MetaModelHeader;
import io.stampede.core.model.Provenance;
import io.stampede.core.model.ShippedModel;
import io.stampede.core.model.Tensor;
import io.stampede.core.network.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** A sound phi file of a few chunks that no training made. */
public final class SmallPhi {
    private static final MetaModelHeader HEADER =
            new MetaModelHeader(
                    Architecture.VGG10,
                    0.125,
                    10,
                    8,
                    2,
                    GeneratorForm.PAPER,
                    List.of(0.5f, 0.5f, 0.5f),
                    List.of(0.25f, 0.25f, 0.25f),
                    new Provenance(
                            "0.1.0",
                            "ab",
                            Map.of("width", "0.125"),
                            1,
                            "none",
                            OptionalLong.empty()),
                    0);

    private SmallPhi() {}

    /** Writes a file whose numbers follow from the seed. */
    public static Path write(Path file, long seed) {
        return write(file, seed, DType.F32);
    }

    private static Path write(Path file, long seed, DType dtype) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        HEADER.layout().shapes().forEach((name, shape) -> tensors.put(name, tensor(shape, random)));
        MetaModelFile.write(file, HEADER, tensors, dtype);
        return file;
    }

    /** Makes a folder of {@code models/} with such a file, in F16. */
    public static ShippedModel ship(Path folder, long seed) throws IOException {
        Files.createDirectories(folder);
        ShippedModel model = new ShippedModel(folder);
        write(model.phi(), seed, DType.F16);
        Files.writeString(model.pretrained(), "nothing that a server reads");
        Files.writeString(folder.resolve(ShippedModel.SUMS), ShippedModel.sums(folder));
        return model;
    }

    /** The bytes of such a file. */
    public static byte[] bytes(long seed) throws IOException {
        Path file = Files.createTempFile("phi", ".safetensors");
        try {
            return Files.readAllBytes(write(file, seed));
        } finally {
            Files.delete(file);
        }
    }

    private static Tensor tensor(List<Integer> shape, Random random) {
        float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Tensor(values, shape);
    }
}
