package io.stampede.agent.egress;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;

/** Says a message in JSON for people: the contract's field names, bytes in hexadecimal. */
final class ReadableMessage {
    private ReadableMessage() {}

    /** Every field that is on the wire, in the order of its number. */
    static JsonObject of(Message message) {
        JsonObject object = new JsonObject();
        message.getAllFields()
                .forEach((field, value) -> object.add(field.getName(), element(field, value)));
        return object;
    }

    private static JsonElement element(FieldDescriptor field, Object value) {
        if (!field.isRepeated()) {
            return single(field, value);
        }
        JsonArray array = new JsonArray();
        ((List<?>) value).forEach(item -> array.add(single(field, item)));
        return array;
    }

    private static JsonElement single(FieldDescriptor field, Object value) {
        if (value instanceof Message nested) {
            return of(nested);
        }
        if (value instanceof ByteString bytes) {
            return new JsonPrimitive(HexFormat.of().formatHex(bytes.toByteArray()));
        }
        if (value instanceof EnumValueDescriptor constant) {
            return new JsonPrimitive(constant.getName());
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        if (value instanceof Number number) {
            return number(field, number);
        }
        return new JsonPrimitive(value.toString());
    }

    /** JSON has no word for what is not finite, and Java none for what is unsigned. */
    private static JsonElement number(FieldDescriptor field, Number number) {
        if (number instanceof Double || number instanceof Float) {
            boolean finite = Double.isFinite(number.doubleValue());
            return finite ? new JsonPrimitive(number) : new JsonPrimitive(number.toString());
        }
        boolean unsigned = field.getType().name().startsWith("UINT");
        if (unsigned && number instanceof Long value) {
            return new JsonPrimitive(new BigInteger(Long.toUnsignedString(value)));
        }
        return unsigned
                ? new JsonPrimitive(Integer.toUnsignedLong(number.intValue()))
                : new JsonPrimitive(number);
    }
}
