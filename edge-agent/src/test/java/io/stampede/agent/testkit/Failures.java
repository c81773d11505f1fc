package io.stampede.agent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import org.junit.jupiter.api.function.Executable;

/** Asserts on the one exception of Stampede. */
public final class Failures {
    private Failures() {}

    /** Asserts that something fails with a code; returns the message. */
    public static String assertFails(ErrorCode code, Executable action) {
        StampedeException error = assertThrows(StampedeException.class, action);
        assertEquals(code, error.code(), error.getMessage());
        return error.getMessage();
    }
}
