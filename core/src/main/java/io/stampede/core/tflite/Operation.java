package io.stampede.core.tflite;

/** The operations that we write, with their codes in the schema's {@code BuiltinOperator}. */
enum Operation {
    ADD(0),
    CONV_2D(3),
    DEQUANTIZE(6),
    FULLY_CONNECTED(9),
    MAX_POOL_2D(17),
    PAD(34),
    MEAN(40),
    QUANTIZE(114);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
