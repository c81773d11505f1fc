package io.stampede.server.registry;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;

/**
 * The name of a line of model versions; safe as a directory name and as a record key.
 *
 * @param value lower-case letters, digits, {@code .}, {@code _} and {@code -}
 */
public record ModelName(String value) {
    /** Checks the name. */
    public ModelName {
        if (value == null || !value.matches(Limits.MODEL_NAME_PATTERN)) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected a model name of 1 to %d characters a-z, 0-9, '.', '_' or '-' that starts with a letter or digit, found %s"
                            .formatted(
                                    Limits.MAX_MODEL_NAME_CHARACTERS,
                                    value == null ? "none" : "'" + value + "'"));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
