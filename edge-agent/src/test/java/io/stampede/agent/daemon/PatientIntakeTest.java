package io.stampede.agent.daemon;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatientIntakeTest {
    private final byte[] value = {1};
    private int tries;

    @Test
    void hands_a_manifest_in_until_the_disk_has_room() {
        try (PatientIntake intake = intake(ErrorCode.STORAGE_FAILED, 3)) {
            intake.accept(value);
        }

        assertEquals(4, tries);
    }

    @Test
    void gives_the_record_back_where_the_agent_stops() {
        PatientIntake intake = intake(ErrorCode.STORAGE_FAILED, Integer.MAX_VALUE);
        intake.close();

        assertFails(ErrorCode.STORAGE_FAILED, () -> intake.accept(value));
        assertEquals(1, tries);
    }

    @Test
    void does_not_try_again_what_time_does_not_cure() {
        try (PatientIntake intake = intake(ErrorCode.INTERNAL, Integer.MAX_VALUE)) {
            assertFails(ErrorCode.INTERNAL, () -> intake.accept(value));
        }

        assertEquals(1, tries);
    }

    private PatientIntake intake(ErrorCode code, int failures) {
        return new PatientIntake(
                manifest -> {
                    if (tries++ < failures) {
                        throw new StampedeException(code, "as the test wants");
                    }
                },
                Duration.ofMillis(1));
    }
}
