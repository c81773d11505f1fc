package io.stampede.core.model;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The metadata strings of one model file, with their types.
 *
 * @param file named in messages
 * @param fields key to text
 */
record Metadata(String file, Map<String, String> fields) {
    private static final String INPUT =
            NetworkSpec.IMAGE_CHANNELS
                    + "x"
                    + NetworkSpec.IMAGE_SIZE
                    + "x"
                    + NetworkSpec.IMAGE_SIZE;

    /** The fields that phi and subnetworks share, for writing. */
    static Map<String, String> common(String format, NetworkSpec network) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("format", format);
        fields.put("architecture", network.architecture().id());
        fields.put("width", Json.plain(network.width()));
        fields.put("input", INPUT);
        fields.put("classes", Integer.toString(network.classes()));
        return fields;
    }

    /** Refuses formats that this program would misread, naming both. */
    void requireFormat(String known) {
        String found = fields.getOrDefault("format", "no format");
        if (!found.equals(known)) {
            throw Corruption.unknownFormat(file, known, found);
        }
        requireKnown("input", INPUT);
    }

    /** Refuses any value of a field but one. */
    void requireKnown(String key, String known) {
        if (!text(key).equals(known)) {
            throw Corruption.unknownFormat(file, key + " " + known, text(key));
        }
    }

    /** One of some values by its name in lower case; any other is a format of the future. */
    <E extends Enum<E>> E choice(String key, E[] values) {
        for (E value : values) {
            if (GeneratorForm.id(value).equals(text(key))) {
                return value;
            }
        }
        throw Corruption.unknownFormat(
                file,
                key + " one of " + Arrays.stream(values).map(GeneratorForm::id).toList(),
                text(key));
    }

    String where(String key) {
        return file + ": " + key;
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    String text(String key) {
        String value = fields.get(key);
        if (value == null) {
            throw Corruption.of(file, "metadata " + key, "none");
        }
        return value;
    }

    long integer(String key) {
        String text = text(key);
        if (!text.matches("\\d{1,18}")) {
            throw Corruption.of(where(key), "an integer from 0", text);
        }
        return Long.parseLong(text);
    }

    int smallInteger(String key) {
        long value = integer(key);
        if (value > Integer.MAX_VALUE) {
            throw Corruption.of(where(key), "at most " + Integer.MAX_VALUE, value);
        }
        return (int) value;
    }

    double decimal(String key) {
        String text = text(key);
        if (!text.matches("\\d{1,9}(\\.\\d{1,40})?")) {
            throw Corruption.of(where(key), "a decimal", text);
        }
        return Double.parseDouble(text);
    }

    Architecture architecture() {
        return Architecture.of(Corruption.excerpt(text("architecture")));
    }

    List<Float> floats(String key) {
        return Json.floats(text(key), where(key));
    }

    /** Makes a value out of a file's fields: what would be a wrong argument is a corrupt file. */
    <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (StampedeException e) {
            if (e.code() != ErrorCode.INVALID_ARGUMENT) {
                throw e;
            }
            throw new StampedeException(ErrorCode.MODEL_CORRUPT, file + ": " + e.getMessage(), e);
        }
    }

    /** Checks what pictures are normalised with: three finite means, three positive deviations. */
    static void requireNormalisation(List<Float> mean, List<Float> std) {
        boolean valid =
                mean.size() == NetworkSpec.IMAGE_CHANNELS
                        && std.size() == NetworkSpec.IMAGE_CHANNELS
                        && mean.stream().allMatch(Float::isFinite)
                        && std.stream().allMatch(value -> Float.isFinite(value) && value > 0);
        if (!valid) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected 3 finite means and 3 positive deviations, found %s and %s"
                            .formatted(mean, std));
        }
    }
}
