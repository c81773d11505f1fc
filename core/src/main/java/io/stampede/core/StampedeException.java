package io.stampede.core;

import java.util.Objects;

/**
 * The one exception of Stampede: a code for programs, and one line for people that says what was
 * expected, what was found and what to do. Extended only where programs need more than the code.
 */
public class StampedeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Creates an exception without a cause. */
    public StampedeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Creates an exception that keeps its cause. */
    public StampedeException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code is null");
    }

    /** What went wrong, for programs. */
    public final ErrorCode code() {
        return code;
    }
}
