package io.stampede.core.model;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that tensors of phi and of subnetworks obey, on their way in and out. */
final class ModelTensors {
    /** Values checked at once, so that checking a file needs little memory. */
    private static final int CHUNK_VALUES = 1 << 16;

    private ModelTensors() {}

    /** Refuses a file that does not hold exactly the layout's tensors, in whatever order. */
    static void requireLayout(SafetensorsReader reader, TensorLayout layout) {
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        reader.tensors().forEach((name, info) -> found.put(name, info.shape()));
        layout.mismatch(found)
                .ifPresent(
                        difference -> {
                            throw Corruption.of(
                                    reader.path(), difference.expected(), difference.found());
                        });
    }

    /** Reads rows and refuses numbers that no network can work with. */
    static float[] floats(SafetensorsReader reader, String name, int firstRow, int rowCount) {
        float[] values = reader.floats(name, firstRow, rowCount);
        // A variance below 0 would turn into NaN only after the square root, far from here.
        float least = name.endsWith(".running_var") ? 0 : -Float.MAX_VALUE;
        for (float value : values) {
            if (!(value >= least && value <= Float.MAX_VALUE)) {
                throw Corruption.notFinite(
                        reader.path(),
                        "finite numbers" + (least == 0 ? " from 0" : "") + " in " + name,
                        value);
            }
        }
        return values;
    }

    /** Reads everything once, in small pieces, and refuses numbers that are not finite. */
    static void requireFinite(SafetensorsReader reader) {
        reader.tensors()
                .forEach(
                        (name, info) -> {
                            long rowValues = info.elements() / Math.max(1, info.rows());
                            int step = (int) Math.max(1, CHUNK_VALUES / Math.max(1, rowValues));
                            for (int row = 0; row < info.rows(); row += step) {
                                floats(reader, name, row, Math.min(step, info.rows() - row));
                            }
                        });
    }

    /**
     * Writes a model in its layout's order, whatever the map's.
     *
     * @throws StampedeException {@code INVALID_ARGUMENT} where tensors are missing, unknown,
     *     misshapen or beyond the number format's range
     */
    static void write(
            Path target,
            TensorLayout layout,
            Map<String, Tensor> tensors,
            Map<String, String> metadata,
            DType dtype) {
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> found.put(name, tensor.shape()));
        layout.mismatch(found)
                .ifPresent(
                        difference -> {
                            throw invalid(target, difference.expected(), difference.found());
                        });
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        for (String name : layout.shapes().keySet()) {
            requireRange(target, name, tensors.get(name), dtype);
            ordered.put(name, tensors.get(name));
        }
        SafetensorsWriter.write(target, ordered, metadata, dtype);
    }

    private static void requireRange(Path target, String name, Tensor tensor, DType dtype) {
        for (float value : tensor.values()) {
            if (!(Math.abs(value) <= dtype.largest())) {
                throw invalid(target, "%s within the range of %s".formatted(name, dtype), value);
            }
        }
    }

    private static StampedeException invalid(Path target, String expected, Object found) {
        return new StampedeException(
                ErrorCode.INVALID_ARGUMENT,
                "%s: expected to write %s, found %s".formatted(target, expected, found));
    }
}
