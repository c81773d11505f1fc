package io.stampede.core.tflite;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** A tensor of a .tflite file: a value to be computed, or a constant with its bytes. */
final class FlatTensor {
    private static final byte[] NO_DATA = {};

    private final String name;
    private final ElementType type;
    private final int[] shape;
    private final Optional<Quantization> quantization;
    private final byte[] data;

    private FlatTensor(
            String name,
            ElementType type,
            int[] shape,
            Optional<Quantization> quantization,
            byte[] data) {
        this.name = requireNonNull(name, "name is null");
        this.type = requireNonNull(type, "type is null");
        this.shape = shape.clone();
        this.quantization = requireNonNull(quantization, "quantization is null");
        this.data = data;
    }

    /** A value to be computed. */
    static FlatTensor variable(String name, ElementType type, int[] shape) {
        return new FlatTensor(name, type, shape, Optional.empty(), NO_DATA);
    }

    /** A constant; its bytes are little-endian and are not copied. */
    static FlatTensor constant(String name, ElementType type, int[] shape, byte[] data) {
        return new FlatTensor(name, type, shape, Optional.empty(), data);
    }

    /** The same tensor, its integers standing for real numbers. */
    FlatTensor with(Quantization other) {
        return new FlatTensor(name, type, shape, Optional.of(other), data);
    }

    /** The same tensor under another name. */
    FlatTensor named(String other) {
        return new FlatTensor(other, type, shape, quantization, data);
    }

    String name() {
        return name;
    }

    ElementType type() {
        return type;
    }

    int[] shape() {
        return shape.clone();
    }

    Optional<Quantization> quantization() {
        return quantization;
    }

    /** The bytes themselves, not a copy; empty for a value to be computed. */
    byte[] data() {
        return data;
    }
}
