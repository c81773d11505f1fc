package io.stampede.core.tflite;

/** The number formats that we write, with their codes in the schema's {@code TensorType}. */
enum ElementType {
    FLOAT32(0),
    FLOAT16(1),
    INT32(2),
    INT8(9);

    private final byte code;

    ElementType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }
}
