package io.stampede.core.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * A .tflite file in the making: tensors and operations are added in order, then written at once.
 *
 * <p>Written on field numbers of TensorFlow Lite's schema, version 3, rather than with generated
 * classes: it needs seven of its two hundred tables. Not thread-safe.
 */
final class FlatModel {
    private static final String IDENTIFIER = "TFL3";
    private static final int SCHEMA_VERSION = 3;

    /** The runtime reads constants in place, with vector instructions. */
    private static final int ALIGNMENT = 16;

    /** The last code that fits the old field, which runtimes of that time read. */
    private static final int LAST_OLD_CODE = 127;

    private final List<FlatTensor> tensors = new ArrayList<>();
    private final List<FlatOperator> operators = new ArrayList<>();
    private final Map<Code, Integer> codes = new LinkedHashMap<>();
    private FlatBufferBuilder builder;

    private record Code(Operation operation, int version) {}

    private record FlatOperator(int code, List<Integer> inputs, int output, Options options) {}

    /** Adds a tensor and returns its number. */
    int add(FlatTensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    /** Adds an operation, with the oldest version of it that knows the number formats used. */
    void add(Operation operation, int version, List<Integer> inputs, int output, Options options) {
        Code code = new Code(operation, version);
        Integer number = codes.putIfAbsent(code, codes.size());
        operators.add(
                new FlatOperator(
                        number == null ? codes.size() - 1 : number,
                        List.copyOf(inputs),
                        output,
                        options));
    }

    /** Writes the file. */
    byte[] toBytes(String description, int input, int output) {
        int size = tensors.stream().mapToInt(tensor -> tensor.data().length + 256).sum();
        builder = new FlatBufferBuilder(size + 4096);
        int text = builder.createString(description);
        int buffers = tables(tensors.size() + 1, this::buffer);
        int graph = builder.createVectorOfTables(new int[] {graph(input, output)});
        List<Code> listed = List.copyOf(codes.keySet());
        int operatorCodes = tables(listed.size(), i -> code(listed.get(i)));
        builder.startTable(8);
        builder.addInt(0, SCHEMA_VERSION, 0);
        builder.addOffset(1, operatorCodes, 0);
        builder.addOffset(2, graph, 0);
        builder.addOffset(3, text, 0);
        builder.addOffset(4, buffers, 0);
        builder.finish(builder.endTable(), IDENTIFIER);
        return builder.sizedByteArray();
    }

    private int graph(int input, int output) {
        int name = builder.createString("stampede");
        int inputs = integers(input);
        int outputs = integers(output);
        int tensorTables = tables(tensors.size(), this::tensor);
        int operatorTables = tables(operators.size(), i -> operator(operators.get(i)));
        builder.startTable(5);
        builder.addOffset(0, tensorTables, 0);
        builder.addOffset(1, inputs, 0);
        builder.addOffset(2, outputs, 0);
        builder.addOffset(3, operatorTables, 0);
        builder.addOffset(4, name, 0);
        return builder.endTable();
    }

    /** Buffer 0 is empty by contract; tensor i has buffer i + 1, empty unless it is constant. */
    private int buffer(int number) {
        int data = 0;
        if (number > 0 && tensors.get(number - 1).data().length > 0) {
            byte[] bytes = tensors.get(number - 1).data();
            builder.createUnintializedVector(1, bytes.length, ALIGNMENT).put(bytes);
            data = builder.endVector();
        }
        builder.startTable(1);
        builder.addOffset(0, data, 0);
        return builder.endTable();
    }

    private int tensor(int number) {
        FlatTensor tensor = tensors.get(number);
        int name = builder.createString(tensor.name());
        int shape = integers(tensor.shape());
        int quantization = quantization(tensor.quantization());
        builder.startTable(8);
        builder.addOffset(0, shape, 0);
        builder.addByte(1, tensor.type().code(), 0);
        builder.addInt(2, number + 1, 0);
        builder.addOffset(3, name, 0);
        builder.addOffset(4, quantization, 0);
        return builder.endTable();
    }

    private int quantization(Optional<Quantization> quantization) {
        if (quantization.isEmpty()) {
            return 0;
        }
        float[] scales = quantization.get().scales();
        builder.startVector(Float.BYTES, scales.length, Float.BYTES);
        for (int i = scales.length - 1; i >= 0; i--) {
            builder.addFloat(scales[i]);
        }
        int scaleVector = builder.endVector();
        long[] zeroPoints = quantization.get().zeroPoints();
        builder.startVector(Long.BYTES, zeroPoints.length, Long.BYTES);
        for (int i = zeroPoints.length - 1; i >= 0; i--) {
            builder.addLong(zeroPoints[i]);
        }
        int zeroVector = builder.endVector();
        builder.startTable(7);
        builder.addOffset(2, scaleVector, 0);
        builder.addOffset(3, zeroVector, 0);
        return builder.endTable(); // slot 6, the dimension of the scales, is 0 by default
    }

    private int operator(FlatOperator operator) {
        int inputs = integers(operator.inputs().stream().mapToInt(Integer::intValue).toArray());
        int outputs = integers(operator.output());
        int options = operator.options().table().applyAsInt(builder);
        builder.startTable(9);
        builder.addInt(0, operator.code(), 0);
        builder.addOffset(1, inputs, 0);
        builder.addOffset(2, outputs, 0);
        builder.addByte(3, (byte) operator.options().type(), 0);
        builder.addOffset(4, options, 0);
        return builder.endTable();
    }

    private int code(Code code) {
        builder.startTable(4);
        builder.addByte(0, (byte) Math.min(LAST_OLD_CODE, code.operation().code()), 0);
        builder.addInt(2, code.version(), 1);
        builder.addInt(3, code.operation().code(), 0);
        return builder.endTable();
    }

    private int tables(int count, IntUnaryOperator write) {
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = write.applyAsInt(i);
        }
        return builder.createVectorOfTables(offsets);
    }

    private int integers(int... values) {
        builder.startVector(Integer.BYTES, values.length, Integer.BYTES);
        for (int i = values.length - 1; i >= 0; i--) {
            builder.addInt(values[i]);
        }
        return builder.endVector();
    }
}
