package io.stampede.agent.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.adapt.AdaptationOutcome.Failed;
import io.stampede.agent.adapt.AdaptationOutcome.Vanished;
import io.stampede.agent.export.ExportChoice;
import io.stampede.agent.hold.HoldPoint;
import io.stampede.agent.intake.ModelId;
import io.stampede.core.ErrorCode;
import io.stampede.core.adapt.AdaptationConfig;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.prune.Budget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessRunnerTest {
    @TempDir private Path directory;

    @Test
    void passes_the_refusal_of_the_child_on() {
        Failed failed = failure("refuse");

        assertEquals(ErrorCode.BUDGET_INFEASIBLE, failed.code());
        assertEquals("expected at least 5", failed.message());
        assertEquals(Optional.of(Budget.UNLIMITED.withMaxParameters(5)), failed.smallest());
    }

    @Test
    void tells_of_a_child_that_was_killed() {
        Vanished gone = (Vanished) outcome("vanish");

        assertTrue(gone.message().contains("137"), gone.message());
    }

    @Test
    void believes_no_success_without_a_document() {
        assertEquals(ErrorCode.INTERNAL, failure("babble").code());
    }

    @Test
    void shows_progress_and_ends_the_child_when_closed() {
        // Given
        RunningAdaptation running = start("wait");
        await(() -> running.progress() == 0.75);
        assertEquals(Optional.empty(), running.poll());

        // When
        running.close();

        // Then
        assertTrue(running.poll().isPresent());
    }

    @Test
    void says_so_where_the_program_cannot_start() {
        ChildProcessRunner runner =
                new ChildProcessRunner(List.of("no-such-program"), commandLine());

        io.stampede.agent.testkit.Failures.assertFails(
                ErrorCode.ENGINE_FAILED, () -> runner.start(order()));
    }

    private Failed failure(String behaviour) {
        return (Failed) outcome(behaviour);
    }

    private AdaptationOutcome outcome(String behaviour) {
        try (RunningAdaptation running = start(behaviour)) {
            await(() -> running.poll().isPresent());
            return running.poll().orElseThrow();
        }
    }

    private RunningAdaptation start(String behaviour) {
        List<String> program =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeAdaptProgram.class.getName(),
                        behaviour);
        return new ChildProcessRunner(program, commandLine()).start(order());
    }

    private AdaptationOrder order() {
        return new AdaptationOrder(
                new ModelId("stamp", 1, "aa"),
                directory.resolve("phi"),
                directory,
                Optional.empty(),
                Optional.empty());
    }

    private static AdaptCommandLine commandLine() {
        return new AdaptCommandLine(
                SourceSpec.parse("procedural:target"),
                OptionalInt.empty(),
                AdaptationConfig.DEFAULT,
                ExportChoice.NONE,
                HoldPoint.NONE);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited a minute in vain");
            Thread.onSpinWait();
            Thread.yield();
        }
    }
}
