package io.stampede.core;

import java.util.Objects;
import java.util.Optional;

/**
 * The one exception of Stampede: a code for programs, and one line for people that says what was
 * expected, what was found and what to do.
 */
public final class StampedeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Object detail;

    /** Creates an exception without a cause. */
    public StampedeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Creates an exception that keeps its cause. */
    public StampedeException(ErrorCode code, String message, Throwable cause) {
        this(code, message, cause, null);
    }

    private StampedeException(ErrorCode code, String message, Throwable cause, Object detail) {
        super(oneLine(message), cause);
        this.code = Objects.requireNonNull(code, "code is null");
        this.detail = detail;
    }

    /** The same with what programs need beside the code; whoever throws it names its type. */
    public StampedeException withDetail(Object what) {
        return new StampedeException(code, getMessage(), getCause(), what);
    }

    /** What programs need beside the code, empty where there is nothing of that type. */
    public <T> Optional<T> detail(Class<T> type) {
        return type.isInstance(detail) ? Optional.of(type.cast(detail)) : Optional.empty();
    }

    /** Whatever was found may be repeated in a message: it never breaks a line or a terminal. */
    private static String oneLine(String message) {
        return message == null
                ? null
                : message.strip()
                        .replaceAll("\\s*\\R\\s*", " ")
                        .replaceAll("[\\p{Cntrl}&&[^\\t]]", "?");
    }

    /** What went wrong, for programs. */
    public ErrorCode code() {
        return code;
    }
}
