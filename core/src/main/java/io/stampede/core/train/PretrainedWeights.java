package io.stampede.core.train;

import io.stampede.core.model.SafetensorsReader;
import io.stampede.core.model.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives the reference network as it was before meta-training, for comparisons. */
public final class PretrainedWeights {
    /** Name of the checkpoint that holds them, in the directory of a run. */
    public static final String FILE = "pretraining.safetensors";

    private static final String SECTION = "weights/";

    private PretrainedWeights() {}

    /**
     * Reads the {@code W.*} that pretraining left.
     *
     * @param directory of a {@link MetaTraining} run
     */
    public static Map<String, Tensor> read(Path directory) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        try (SafetensorsReader reader = SafetensorsReader.open(directory.resolve(FILE))) {
            for (String name : reader.names()) {
                if (name.startsWith(SECTION)) {
                    weights.put(
                            name.substring(SECTION.length()),
                            new Tensor(reader.floats(name), reader.info(name).shape()));
                }
            }
        }
        return weights;
    }
}
