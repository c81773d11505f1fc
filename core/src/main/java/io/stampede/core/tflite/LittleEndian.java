package io.stampede.core.tflite;

import io.stampede.core.model.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Lays numbers out as files hold them. */
final class LittleEndian {
    private LittleEndian() {}

    static byte[] floats(float[] values) {
        ByteBuffer buffer = allocate(Float.BYTES * values.length);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    static byte[] halves(float[] values) {
        ByteBuffer buffer = allocate(Short.BYTES * values.length);
        for (float value : values) {
            buffer.putShort(HalfFloat.fromFloat(value));
        }
        return buffer.array();
    }

    static byte[] integers(int... values) {
        ByteBuffer buffer = allocate(Integer.BYTES * values.length);
        buffer.asIntBuffer().put(values);
        return buffer.array();
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
