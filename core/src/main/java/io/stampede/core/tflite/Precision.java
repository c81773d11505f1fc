package io.stampede.core.tflite;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Arrays;
import java.util.Locale;

/** The numbers that a TensorFlow Lite file computes with. Its input and output are float32. */
public enum Precision {
    /** Weights and activations of 32 bits: the same answers as the tensor engine's. */
    FLOAT32,
    /** Weights of 16 bits, half the file; widened once when the file is loaded. */
    FLOAT16,
    /** Weights and activations of 8 bits, a quarter of the file; fast where the runtime is. */
    INT8;

    /** The name used in options, configuration and JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a precision by its {@link #id()}.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} for any other name
     */
    public static Precision of(String id) {
        return Arrays.stream(values())
                .filter(precision -> precision.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StampedeException(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "expected float32, float16 or int8, found '" + id + "'"));
    }
}
