package io.stampede.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.model.DType;
import io.stampede.core.model.SafetensorsReader;
import io.stampede.core.model.SafetensorsWriter;
import io.stampede.core.model.Tensor;
import io.stampede.core.nn.Parameters;
import io.stampede.core.nn.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a training between two steps, on disk: everything that the next step needs.
 *
 * <p>Written aside and renamed, so an interruption leaves the last whole one. Random numbers need
 * no state, see {@link Seeds}.
 */
final class Checkpoint {
    private static final String FORMAT = "stampede.checkpoint/1";

    private final Path file;
    private final String fingerprint;

    /**
     * A checkpoint at a place.
     *
     * @param fingerprint settings and data of the run: a checkpoint of another run is refused
     */
    Checkpoint(Path file, String fingerprint) {
        this.file = file;
        this.fingerprint = fingerprint;
    }

    /** Writes the state after {@code step} steps. */
    void save(long step, Map<String, Parameters> sections) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        sections.forEach(
                (section, parameters) ->
                        Tensors.save(parameters)
                                .forEach(
                                        (name, tensor) ->
                                                tensors.put(section + "/" + name, tensor)));
        SafetensorsWriter.write(
                file,
                tensors,
                Map.of("format", FORMAT, "run", fingerprint, "step", Long.toString(step)),
                DType.F32);
    }

    /**
     * Reads the state back into the sections, if there is one.
     *
     * @return the steps done, empty where there is no checkpoint
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} if it is of another run
     */
    Optional<Long> restore(Map<String, Parameters> sections) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            Map<String, String> metadata = reader.metadata();
            if (!fingerprint.equals(metadata.get("run"))) {
                throw new StampedeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s: expected a checkpoint of this run, found one with other settings or data; choose another directory or delete it"
                                .formatted(file));
            }
            sections.forEach((section, target) -> restore(reader, section + "/", target));
            return Optional.of(Long.parseLong(metadata.get("step")));
        }
    }

    /** In place, which copyTo is not: an optimiser may hold the same memory under another name. */
    private static void restore(SafetensorsReader reader, String prefix, Parameters target) {
        for (String name : target.names()) {
            NDArray array = target.get(name);
            float[] values = reader.floats(prefix + name);
            try (NDArray saved = array.getManager().create(values, array.getShape())) {
                array.set(new NDIndex(":"), saved);
            }
        }
    }
}
