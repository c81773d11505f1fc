package io.stampede.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import org.junit.jupiter.api.function.Executable;

/** Asserts that something is refused with the right code and a line that helps. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(ErrorCode code, Executable work, String... parts) {
        StampedeException refusal = assertThrows(StampedeException.class, work);
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"), "more than one line");
        for (String part : parts) {
            assertTrue(
                    refusal.getMessage().contains(part),
                    "expected '" + part + "' in: " + refusal.getMessage());
        }
    }
}
