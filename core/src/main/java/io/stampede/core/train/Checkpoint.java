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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;

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
                Map.of(
                        "format",
                        FORMAT,
                        "run",
                        fingerprint,
                        "step",
                        Long.toString(step),
                        "checksum",
                        checksum(step, tensors.keySet(), name -> tensors.get(name).values())),
                DType.F32);
    }

    /**
     * Reads the state back into the sections, if there is one. What is refused leaves them as they
     * are.
     *
     * @return the steps done, empty where there is no checkpoint
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} if it is of another run,
     *     {@code MODEL_CORRUPT} where it is damaged
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
            long step = step(metadata.get("step"));
            requireWhole(step, reader, sections);
            sections.forEach((section, target) -> restore(reader, section + "/", target));
            return Optional.of(step);
        }
    }

    private long step(String text) {
        if (text == null || !text.matches("\\d{1,18}")) {
            throw damaged();
        }
        return Long.parseLong(text);
    }

    private StampedeException damaged() {
        return new StampedeException(
                ErrorCode.MODEL_CORRUPT,
                file + ": expected the checkpoint as it was written, found it damaged; delete it");
    }

    private void requireWhole(
            long step, SafetensorsReader reader, Map<String, Parameters> sections) {
        String promised = reader.metadata().get("checksum");
        boolean whole =
                promised == null || promised.equals(checksum(step, reader.names(), reader::floats));
        for (Map.Entry<String, Parameters> section : sections.entrySet()) {
            for (String name : section.getValue().names()) {
                String saved = section.getKey() + "/" + name;
                whole &=
                        reader.names().contains(saved)
                                && values(reader.info(saved).shape())
                                        == section.getValue().get(name).size();
            }
        }
        if (!whole) {
            throw damaged();
        }
    }

    private static long values(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /** Of step, names and values, whatever their order. */
    private static String checksum(
            long step, Iterable<String> names, Function<String, float[]> values) {
        long sum = step << 40;
        for (String name : names) {
            float[] floats = values.apply(name);
            ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
            bytes.asFloatBuffer().put(floats);
            CRC32 checksum = new CRC32();
            checksum.update(name.getBytes(StandardCharsets.UTF_8));
            checksum.update(bytes);
            sum += checksum.getValue();
        }
        return Long.toHexString(sum);
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
