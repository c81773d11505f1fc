package io.stampede.core.model;

import static java.util.Objects.requireNonNull;

import io.stampede.core.StampedeException;
import io.stampede.core.network.Architectures;
import io.stampede.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reference network as it was before meta-training, shipped beside its phi for comparisons.
 *
 * <p>A safetensors file of {@code W.*} alone, whose metadata tell architecture, width, classes and
 * provenance as those of phi do.
 *
 * @param network the full network that the weights belong to
 * @param provenance of the run that pretrained it
 * @param weights name to tensor, in the order of the forward pass
 */
public record PretrainedFile(
        NetworkSpec network, Provenance provenance, Map<String, Tensor> weights) {
    /** The format that this program writes and reads. */
    public static final String FORMAT = "stampede.pretrained/1";

    /** Checks the components. */
    public PretrainedFile {
        requireNonNull(network, "network is null");
        requireNonNull(provenance, "provenance is null");
        requireNonNull(weights, "weights is null");
    }

    /**
     * Reads a whole file.
     *
     * @throws StampedeException {@code MODEL_UNREADABLE}, {@code MODEL_CORRUPT}, {@code
     *     MODEL_FORMAT_UNKNOWN}, {@code MODEL_NOT_FINITE}
     */
    public static PretrainedFile read(Path path) {
        try (SafetensorsReader reader = SafetensorsReader.open(path)) {
            Metadata metadata = new Metadata(path.toString(), reader.metadata());
            metadata.requireFormat(FORMAT);
            NetworkSpec network =
                    metadata.checked(
                            () ->
                                    Architectures.of(
                                            metadata.architecture(),
                                            metadata.decimal("width"),
                                            metadata.smallInteger("classes")));
            ModelTensors.requireLayout(reader, TensorLayout.subnetwork(network));
            Map<String, Tensor> weights = new LinkedHashMap<>();
            for (String name : reader.names()) {
                TensorInfo info = reader.info(name);
                float[] values = ModelTensors.floats(reader, name, 0, info.rows());
                weights.put(name, new Tensor(values, info.shape()));
            }
            return new PretrainedFile(
                    network, Provenance.fromJson(metadata.text("provenance")), weights);
        }
    }

    /**
     * Writes a file; the target is the old file or the whole new one at every moment.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where the weights are not those of the
     *     network or do not fit the number format; {@code STORAGE_FAILED}
     */
    public void write(Path target, DType dtype) {
        Map<String, String> metadata = Metadata.common(FORMAT, network);
        metadata.put("provenance", provenance.toJson());
        ModelTensors.write(target, TensorLayout.subnetwork(network), weights, metadata, dtype);
    }
}
