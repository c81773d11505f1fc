package io.stampede.server.rest;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import jakarta.ws.rs.core.Response.Status;

/** A refusal whose HTTP status says more than its code; never leaves this package. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status status;

    private Refusal(Status status, String message) {
        super(message);
        this.status = requireNonNull(status, "status is null");
    }

    /** Nothing of that name is here. */
    static Refusal notFound(String message) {
        return new Refusal(Status.NOT_FOUND, message);
    }

    /** What is asked for contradicts how things stand. */
    static Refusal conflict(String message) {
        return new Refusal(Status.CONFLICT, message);
    }

    /** As much waits as may wait. */
    static Refusal busy(String message) {
        return new Refusal(Status.TOO_MANY_REQUESTS, message);
    }

    /** The range asked for is not in the file. */
    static Refusal range(String message) {
        return new Refusal(Status.REQUESTED_RANGE_NOT_SATISFIABLE, message);
    }

    /** The request itself is wrong. */
    static StampedeException argument(String message) {
        return new StampedeException(ErrorCode.INVALID_ARGUMENT, message);
    }

    Status status() {
        return status;
    }
}
