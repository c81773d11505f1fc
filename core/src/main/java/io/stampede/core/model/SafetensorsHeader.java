package io.stampede.core.model;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, checked.
 *
 * @param metadata the strings under {@code __metadata__}
 * @param tensors name to place, ordered by place; together they fill the data without holes
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorInfo> tensors) {
    static final String METADATA = "__metadata__";

    /**
     * Parses and checks a header.
     *
     * @param file named in messages
     * @param dataBytes bytes behind the header
     * @throws StampedeException {@code MODEL_CORRUPT}
     */
    static SafetensorsHeader parse(String file, String json, long dataBytes) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            Parser parser = new Parser(file, reader);
            parser.header();
            return new SafetensorsHeader(
                    Collections.unmodifiableMap(parser.metadata),
                    placed(file, parser.tensors, dataBytes));
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw Corruption.of(file, "a safetensors header", e.getMessage(), e);
        }
    }

    /** Orders by place and refuses overlaps, holes and ranges beyond the file. */
    private static Map<String, TensorInfo> placed(
            String file, Map<String, TensorInfo> tensors, long dataBytes) {
        List<Map.Entry<String, TensorInfo>> entries = new ArrayList<>(tensors.entrySet());
        entries.sort(
                Comparator.<Map.Entry<String, TensorInfo>>comparingLong(e -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()));
        Map<String, TensorInfo> ordered = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, TensorInfo> entry : entries) {
            TensorInfo info = entry.getValue();
            if (info.begin() != end) {
                throw Corruption.of(
                        file,
                        Corruption.excerpt(entry.getKey()) + " to begin at byte " + end,
                        info.begin());
            }
            end = info.end();
            ordered.put(entry.getKey(), info);
        }
        if (end != dataBytes) {
            throw Corruption.of(file, end + " bytes of tensors", dataBytes);
        }
        return Collections.unmodifiableMap(ordered);
    }

    /** Walks the JSON by hand, since a tree would hide duplicate names. */
    private static final class Parser {
        private final String file;
        private final JsonReader reader;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        private boolean metadataSeen;

        Parser(String file, JsonReader reader) {
            this.file = file;
            this.reader = reader;
        }

        void header() throws IOException {
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (name.equals(METADATA)) {
                    metadata();
                } else if (tensors.put(name, tensor(name)) != null) {
                    throw Corruption.of(file, "each tensor once", name + " twice");
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw Corruption.of(file, "spaces behind the header", reader.peek());
            }
        }

        private void metadata() throws IOException {
            if (metadataSeen) {
                throw Corruption.of(file, "one " + METADATA, "two");
            }
            metadataSeen = true;
            reader.beginObject();
            while (reader.hasNext()) {
                String key = reader.nextName();
                require(JsonToken.STRING, METADATA + " " + key);
                if (metadata.put(key, reader.nextString()) != null) {
                    throw Corruption.of(file, "each key of metadata once", key + " twice");
                }
            }
            reader.endObject();
        }

        private TensorInfo tensor(String name) throws IOException {
            DType dtype = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            reader.beginObject();
            while (reader.hasNext()) {
                String key = reader.nextName();
                if (key.equals("dtype") && dtype == null) {
                    dtype = dtype(name);
                } else if (key.equals("shape") && shape == null) {
                    shape = integers(name);
                } else if (key.equals("data_offsets") && offsets == null) {
                    offsets = integers(name);
                } else {
                    throw Corruption.of(
                            file, "dtype, shape and data_offsets once each", name + " " + key);
                }
            }
            reader.endObject();
            if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
                throw Corruption.of(file, "dtype, shape and two data_offsets", name + " without");
            }
            return info(name, dtype, shape, offsets);
        }

        private TensorInfo info(String name, DType dtype, List<Long> shape, List<Long> offsets) {
            long bytes = dtype.bytes();
            List<Integer> sides = new ArrayList<>();
            try {
                for (long side : shape) {
                    sides.add(Math.toIntExact(side));
                    bytes = Math.multiplyExact(bytes, side);
                }
            } catch (ArithmeticException e) {
                throw Corruption.of(file, "a shape that memory can hold", name + " " + shape, e);
            }
            long begin = offsets.get(0);
            long end = offsets.get(1);
            if (end < begin || end - begin != bytes) {
                throw Corruption.of(
                        file,
                        "%s of shape %s to take %d bytes"
                                .formatted(
                                        Corruption.excerpt(name), Corruption.excerpt(shape), bytes),
                        "bytes %d to %d".formatted(begin, end));
            }
            return new TensorInfo(dtype, sides, begin, end);
        }

        private DType dtype(String name) throws IOException {
            require(JsonToken.STRING, name + " dtype");
            String text = reader.nextString();
            for (DType dtype : DType.values()) {
                if (dtype.name().equals(text)) {
                    return dtype;
                }
            }
            throw Corruption.of(file, "dtype F32 or F16", name + " of " + text);
        }

        /** Integers that are not negative. */
        private List<Long> integers(String name) throws IOException {
            List<Long> values = new ArrayList<>();
            reader.beginArray();
            while (reader.hasNext()) {
                require(JsonToken.NUMBER, name);
                String numeral = reader.nextString();
                if (!numeral.matches("\\d{1,18}")) {
                    throw Corruption.of(file, "integers from 0", name + " " + numeral);
                }
                values.add(Long.parseLong(numeral));
            }
            reader.endArray();
            return values;
        }

        private void require(JsonToken expected, String where) throws IOException {
            if (reader.peek() != expected) {
                throw Corruption.of(file, "a JSON " + expected, where + " " + reader.peek());
            }
        }
    }
}
