package io.stampede.core.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.function.ToIntFunction;

/**
 * The settings of an operation: one of the tables of the schema's {@code BuiltinOptions}.
 *
 * <p>The numbers are the schema's: which table, and which slot of it.
 *
 * @param type code of the table, 0 for none
 * @param table writes the table and returns its offset
 */
record Options(int type, ToIntFunction<FlatBufferBuilder> table) {
    /** For operations without settings. */
    static final Options NONE = new Options(0, builder -> 0);

    private static final byte SAME = 0;
    private static final byte VALID = 1;
    private static final byte RELU = 1;

    static Options convolution(int stride, boolean same, boolean relu) {
        return new Options(
                1,
                builder -> {
                    builder.startTable(6);
                    builder.addByte(0, same ? SAME : VALID, 0);
                    builder.addInt(1, stride, 0);
                    builder.addInt(2, stride, 0);
                    builder.addByte(3, relu ? RELU : 0, 0);
                    return builder.endTable();
                });
    }

    static Options pooling(int kernel) {
        return new Options(
                5,
                builder -> {
                    builder.startTable(6);
                    builder.addByte(0, VALID, 0);
                    builder.addInt(1, kernel, 0);
                    builder.addInt(2, kernel, 0);
                    builder.addInt(3, kernel, 0);
                    builder.addInt(4, kernel, 0);
                    return builder.endTable();
                });
    }

    static Options fullyConnected() {
        return new Options(
                8,
                builder -> {
                    builder.startTable(4);
                    return builder.endTable();
                });
    }

    static Options sumWithRelu() {
        return new Options(
                11,
                builder -> {
                    builder.startTable(2);
                    builder.addByte(0, RELU, 0);
                    return builder.endTable();
                });
    }

    /** Dimensions that are averaged away are not kept, so no reshaping follows. */
    static Options mean() {
        return new Options(
                27,
                builder -> {
                    builder.startTable(1);
                    return builder.endTable();
                });
    }
}
