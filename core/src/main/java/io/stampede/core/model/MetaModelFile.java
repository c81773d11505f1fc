package io.stampede.core.model;

import io.stampede.core.StampedeException;
import io.stampede.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A phi file, open for reading: the set encoder theta, the network W and the gates pi.
 *
 * <p>Safe for use by several threads. The caller closes it.
 */
public final class MetaModelFile implements AutoCloseable {
    private final SafetensorsReader reader;
    private final MetaModelHeader header;

    private MetaModelFile(SafetensorsReader reader) {
        this.reader = reader;
        this.header =
                MetaModelHeader.fromMetadata(
                        new Metadata(reader.path().toString(), reader.metadata()));
        ModelTensors.requireLayout(reader, header.layout());
    }

    /**
     * Opens a file and checks its header and that it holds exactly the tensors of its architecture;
     * reads no tensor. Any order of tensors is accepted, F32 and F16 too.
     *
     * @throws StampedeException {@code MODEL_UNREADABLE}, {@code MODEL_CORRUPT}, {@code
     *     MODEL_FORMAT_UNKNOWN}
     */
    public static MetaModelFile open(Path path) {
        SafetensorsReader reader = SafetensorsReader.open(path);
        try {
            return new MetaModelFile(reader);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /**
     * Writes a phi file in the order of format.md, whatever the order of the map; the target is the
     * old file or the whole new one at every moment.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where a tensor is missing, unknown,
     *     misshapen, not finite or beyond the range of the number format; {@code STORAGE_FAILED}
     */
    public static void write(
            Path target, MetaModelHeader header, Map<String, Tensor> tensors, DType dtype) {
        ModelTensors.write(target, header.layout(), tensors, header.toMetadata(), dtype);
    }

    /** What the file says about itself. */
    public MetaModelHeader header() {
        return header;
    }

    /** The full network that W belongs to. */
    public NetworkSpec network() {
        return header.network();
    }

    /** Names of all tensors in the order in which they stand in the file. */
    public List<String> names() {
        return reader.names();
    }

    /** Shape of one tensor. */
    public List<Integer> shape(String name) {
        return reader.info(name).shape();
    }

    /** One tensor's values and shape. */
    public Tensor tensor(String name) {
        return new Tensor(floats(name), shape(name));
    }

    /**
     * All values of one tensor, row-major.
     *
     * @throws StampedeException {@code MODEL_NOT_FINITE} where a number is not finite or a variance
     *     negative
     */
    public float[] floats(String name) {
        return floats(name, 0, reader.info(name).rows());
    }

    /**
     * The values of some rows of a tensor's first axis; the rest of the file is not touched.
     *
     * @throws StampedeException {@code MODEL_NOT_FINITE} as for {@link #floats(String)}, {@code
     *     INVALID_ARGUMENT} where the tensor has no such rows
     */
    public float[] floats(String name, int firstRow, int rowCount) {
        return ModelTensors.floats(reader, name, firstRow, rowCount);
    }

    /**
     * Reads the whole file once in small pieces.
     *
     * @throws StampedeException {@code MODEL_NOT_FINITE} naming the first tensor with a number that
     *     is not finite, or a variance that is negative
     */
    public void requireFinite() {
        ModelTensors.requireFinite(reader);
    }

    @Override
    public void close() {
        reader.close();
    }
}
