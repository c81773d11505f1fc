package io.stampede.core.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the JSON inside metadata strictly: a wrong type, a fraction for an integer or a number that
 * is not finite is a corrupt file, not a guess.
 *
 * <p>{@code where} names the file and the field, for messages.
 */
final class Json {
    private Json() {}

    static JsonObject object(String text, String where) {
        return object(parse(text, where), where);
    }

    static JsonObject object(JsonElement element, String where) {
        if (element == null || !element.isJsonObject()) {
            throw Corruption.of(where, "a JSON object", element);
        }
        return element.getAsJsonObject();
    }

    static JsonArray array(String text, String where) {
        return array(parse(text, where), where);
    }

    static JsonArray array(JsonElement element, String where) {
        if (element == null || !element.isJsonArray()) {
            throw Corruption.of(where, "a JSON array", element);
        }
        return element.getAsJsonArray();
    }

    static String text(JsonElement element, String where) {
        if (element == null
                || !element.isJsonPrimitive()
                || !element.getAsJsonPrimitive().isString()) {
            throw Corruption.of(where, "a JSON string", element);
        }
        return element.getAsString();
    }

    static long integer(JsonElement element, String where) {
        try {
            return Long.parseLong(numeral(element, where));
        } catch (NumberFormatException e) {
            throw Corruption.of(where, "an integer", element, e);
        }
    }

    static int smallInteger(JsonElement element, String where) {
        long value = integer(element, where);
        if (value != (int) value) {
            throw Corruption.of(where, "an integer of 32 bits", element);
        }
        return (int) value;
    }

    static double number(JsonElement element, String where) {
        double value = Double.parseDouble(numeral(element, where));
        if (!Double.isFinite(value)) {
            throw Corruption.of(where, "a finite number", element);
        }
        return value;
    }

    static List<String> texts(String text, String where) {
        List<String> values = new ArrayList<>();
        array(text, where).forEach(element -> values.add(text(element, where)));
        return values;
    }

    static List<Float> floats(String text, String where) {
        List<Float> values = new ArrayList<>();
        array(text, where).forEach(element -> values.add((float) number(element, where)));
        return values;
    }

    /** A double as a plain decimal, as other programs expect it. */
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String numeral(JsonElement element, String where) {
        if (element == null
                || !element.isJsonPrimitive()
                || !element.getAsJsonPrimitive().isNumber()) {
            throw Corruption.of(where, "a number", element);
        }
        return element.getAsString();
    }

    private static JsonElement parse(String text, String where) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw Corruption.of(where, "one JSON value", text);
            }
            return element;
        } catch (JsonParseException | IOException e) {
            throw Corruption.of(where, "JSON", text, e);
        }
    }
}
