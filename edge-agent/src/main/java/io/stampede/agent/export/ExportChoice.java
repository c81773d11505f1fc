package io.stampede.agent.export;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.serve.TfLitePlatform;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.tflite.Precision;
import java.util.Optional;

/**
 * Which file to export besides the subnetwork itself.
 *
 * @param precision of the file, empty for none
 */
public record ExportChoice(Optional<Precision> precision) {
    /** No file; PyTorch serves. */
    public static final ExportChoice NONE = new ExportChoice(Optional.empty());

    /** Checks the component. */
    public ExportChoice {
        requireNonNull(precision, "precision is null");
    }

    /** What is exported where nobody chose: float32 if it can be served on this machine. */
    public static ExportChoice usual() {
        return TfLitePlatform.isSupported()
                ? new ExportChoice(Optional.of(Precision.FLOAT32))
                : NONE;
    }

    /**
     * Reads a choice.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_ARGUMENT} for anything but {@code
     *     float32}, {@code float16}, {@code int8} and {@code none}
     */
    public static ExportChoice parse(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        try {
            return new ExportChoice(Optional.of(Precision.of(text)));
        } catch (StampedeException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected export float32, float16, int8 or none, found '" + text + "'",
                    e);
        }
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return precision.map(Precision::id).orElse("none");
    }
}
