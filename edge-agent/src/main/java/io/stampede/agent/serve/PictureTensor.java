package io.stampede.agent.serve;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The input of a request on its way in: {@code [n, 3, 32, 32]}, as bytes or as floats from 0 to 1.
 *
 * <p>Its fields may come in any order, so values are checked at the end. Holds no more of them than
 * a request may have.
 */
final class PictureTensor {
    private static final int MOST_VALUES = InferRequest.MOST_PICTURES * ImageDataset.IMAGE_BYTES;
    private static final List<Long> PICTURE_SHAPE = List.of(3L, 32L, 32L);
    private static final int DEEPEST = 4;

    private String name = "";
    private String type = "";
    private final List<Long> shape = new ArrayList<>();
    private float[] values = new float[ImageDataset.IMAGE_BYTES];
    private int count;

    private PictureTensor() {}

    /** Reads one object of {@code inputs}. */
    static PictureTensor read(JsonReader json) throws IOException {
        PictureTensor tensor = new PictureTensor();
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "name" -> tensor.name = json.nextString();
                case "datatype" -> tensor.type = json.nextString();
                case "shape" -> tensor.readShape(json);
                case "data" -> tensor.readData(json, 1);
                default -> json.skipValue();
            }
        }
        json.endObject();
        return tensor;
    }

    private void readShape(JsonReader json) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            shape.add(json.nextLong());
            require(shape.size() <= DEEPEST, "shape [n, 3, 32, 32]", shape);
        }
        json.endArray();
    }

    /** The protocol allows a flat array, and one nested like the shape. */
    private void readData(JsonReader json, int depth) throws IOException {
        require(depth <= DEEPEST, "data nested at most %d deep".formatted(DEEPEST), depth);
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() == JsonToken.BEGIN_ARRAY) {
                readData(json, depth + 1);
            } else {
                require(json.peek() == JsonToken.NUMBER, "numbers as data", json.peek());
                add((float) json.nextDouble());
            }
        }
        json.endArray();
    }

    private void add(float value) {
        require(
                count < MOST_VALUES,
                "at most %d pictures".formatted(InferRequest.MOST_PICTURES),
                "more");
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.min(MOST_VALUES, 2 * count));
        }
        values[count++] = value;
    }

    /** The pictures, once all is known. */
    ImageDataset pictures() {
        require(
                name.equals(InferRequest.IMAGES),
                "an input named " + InferRequest.IMAGES,
                "'" + name + "'");
        require(
                shape.size() == DEEPEST && shape.subList(1, DEEPEST).equals(PICTURE_SHAPE),
                "shape [n, 3, 32, 32]",
                shape);
        require(
                shape.get(0) >= 1 && shape.get(0) * ImageDataset.IMAGE_BYTES == count,
                "%d x 3072 values".formatted(shape.get(0)),
                count);
        int scale =
                switch (type) {
                    case "UINT8" -> 1;
                    case "FP32" -> 255;
                    default -> throw refusal("datatype UINT8 or FP32", "'" + type + "'");
                };
        byte[] pixels = new byte[count];
        for (int i = 0; i < count; i++) {
            float value = values[i] * scale;
            boolean exact = scale > 1 || value == Math.rint(value);
            require(
                    value >= 0 && value <= 255 && exact,
                    scale > 1 ? "values from 0 to 1" : "whole values from 0 to 255",
                    values[i]);
            pixels[i] = (byte) Math.round(value);
        }
        return new ImageDataset(pixels, new int[count / ImageDataset.IMAGE_BYTES], List.of("?"));
    }

    private static void require(boolean condition, String expected, Object found) {
        if (!condition) {
            throw refusal(expected, found);
        }
    }

    private static StampedeException refusal(String expected, Object found) {
        return new StampedeException(
                ErrorCode.INVALID_ARGUMENT, "expected " + expected + ", found " + found);
    }
}
