package io.stampede.server.report;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.util.Optional;

/**
 * Which reports somebody wants to see, newest first.
 *
 * @param device of this device only
 * @param model for this model name only
 * @param offset how many to skip
 * @param limit how many to give at most
 */
public record ReportQuery(Optional<String> device, Optional<String> model, int offset, int limit) {
    /** Most that one page may hold. */
    public static final int MAX_LIMIT = 1000;

    /** Checks the components. */
    public ReportQuery {
        requireNonNull(device, "device is null");
        requireNonNull(model, "model is null");
        if (offset < 0 || limit < 1 || limit > MAX_LIMIT) {
            throw new StampedeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "expected offset >= 0 and limit from 1 to %d, found %d and %d"
                            .formatted(MAX_LIMIT, offset, limit));
        }
    }
}
