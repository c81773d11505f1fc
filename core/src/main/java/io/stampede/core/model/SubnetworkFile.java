package io.stampede.core.model;

import io.stampede.core.StampedeException;
import io.stampede.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A subnetwork file, open for reading: a small plain network without gates and without encoder.
 *
 * <p>Safe for use by several threads. The caller closes it.
 */
public final class SubnetworkFile implements AutoCloseable {
    private final SafetensorsReader reader;
    private final SubnetworkHeader header;

    private SubnetworkFile(SafetensorsReader reader) {
        this.reader = reader;
        this.header =
                SubnetworkHeader.fromMetadata(
                        new Metadata(reader.path().toString(), reader.metadata()));
        ModelTensors.requireLayout(reader, header.layout());
    }

    /**
     * Opens a file and checks its header, its exact costs and that it holds exactly the tensors of
     * the kept channels; reads no tensor.
     *
     * @throws StampedeException {@code MODEL_UNREADABLE}, {@code MODEL_CORRUPT}, {@code
     *     MODEL_FORMAT_UNKNOWN}
     */
    public static SubnetworkFile open(Path path) {
        SafetensorsReader reader = SafetensorsReader.open(path);
        try {
            return new SubnetworkFile(reader);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * Writes a subnetwork file in the order of the forward pass, whatever the order of the map; the
     * target is the old file or the whole new one at every moment.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where a tensor is missing, unknown,
     *     misshapen, not finite or beyond the range of the number format; {@code STORAGE_FAILED}
     */
    public static void write(
            Path target, SubnetworkHeader header, Map<String, Tensor> tensors, DType dtype) {
        ModelTensors.write(target, header.layout(), tensors, header.toMetadata(), dtype);
    }

    /** What the file says about itself. */
    public SubnetworkHeader header() {
        return header;
    }

    /** The subnetwork that the tensors belong to. */
    public NetworkSpec network() {
        return header.network();
    }

    /** Names of all tensors in the order in which they stand in the file. */
    public List<String> names() {
        return reader.names();
    }

    /** One tensor's values and shape. */
    public Tensor tensor(String name) {
        return new Tensor(floats(name), reader.info(name).shape());
    }

    /**
     * All values of one tensor, row-major.
     *
     * @throws StampedeException {@code MODEL_NOT_FINITE} where a number is not finite or a variance
     *     negative
     */
    public float[] floats(String name) {
        return ModelTensors.floats(reader, name, 0, reader.info(name).rows());
    }

    /**
     * Reads everything once, in small pieces.
     *
     * @throws StampedeException {@code MODEL_NOT_FINITE} where a number is not finite
     */
    public void requireFinite() {
        ModelTensors.requireFinite(reader);
    }

    @Override
    public void close() {
        reader.close();
    }
}
