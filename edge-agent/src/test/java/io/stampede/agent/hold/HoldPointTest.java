package io.stampede.agent.hold;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.hold.Moment.Point;
import io.stampede.core.ErrorCode;
import io.stampede.core.train.Phase;
import io.stampede.core.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldPointTest {
    @TempDir private Path directory;

    @Test
    void reads_every_moment_as_it_writes_it() {
        for (Stage stage : Stage.values()) {
            for (Point point : Point.values()) {
                Moment moment = new Moment(stage, point);
                assertEquals(moment, Moment.parse(moment.toString()));
            }
        }
        assertEquals(new Moment(Stage.FINE_TUNE, Point.LEAVE), Moment.parse("fine_tune:leave"));
    }

    @Test
    void refuses_what_is_no_moment() {
        for (String text : List.of("", "score", "score:", "SCORE:ENTER", "dance:enter", "a:b:c")) {
            assertFails(ErrorCode.INVALID_ARGUMENT, () -> Moment.parse(text));
        }
    }

    @Test
    void knows_every_phase_of_an_adaptation() {
        for (Stage stage : Stage.values()) {
            boolean isPhase =
                    Arrays.stream(Phase.values()).anyMatch(phase -> phase.id().equals(stage.id()));
            assertEquals(stage.isInChild(), isPhase, stage.id());
        }
    }

    @Test
    void parks_the_thread_that_reaches_the_moment_and_says_so() throws Exception {
        // Given
        HoldPoint hold = at(new Moment(Stage.SWITCH, Point.MIDDLE));
        List<String> reached = new ArrayList<>();
        Thread thread =
                new Thread(
                        () -> {
                            hold.reach(Stage.SWITCH, Point.ENTER);
                            reached.add("enter");
                            hold.reach(Stage.SWITCH, Point.MIDDLE);
                            reached.add("middle");
                        });
        thread.setDaemon(true);

        // When
        thread.start();
        awaitMarker();

        // Then
        assertEquals(
                "switch:middle " + ProcessHandle.current().pid() + "\n",
                Files.readString(hold.marker()));
        assertEquals(List.of("enter"), reached);
        assertTrue(thread.isAlive());
    }

    @Test
    void finds_enter_middle_and_leave_in_the_progress_that_core_tells() throws Exception {
        assertEquals(0, stepsBeforeHold(Point.ENTER, 5));
        assertEquals(3, stepsBeforeHold(Point.MIDDLE, 5));
        assertEquals(5, stepsBeforeHold(Point.LEAVE, 5));
        assertEquals(1, stepsBeforeHold(Point.MIDDLE, 1));
    }

    @Test
    void holds_nowhere_unless_told_to() throws IOException {
        HoldPoint.NONE.reach(Stage.REPORT, Point.ENTER);

        Consumer<Progress> listener = progress -> {};
        assertEquals(listener, HoldPoint.NONE.after(listener));
        assertFalse(Files.exists(HoldPoint.NONE.marker()));
    }

    private long stepsBeforeHold(Point point, long steps) throws Exception {
        List<Long> seen = new ArrayList<>();
        Consumer<Progress> listener =
                at(new Moment(Stage.SCORE, point)).after(progress -> seen.add(progress.step()));
        Thread thread =
                new Thread(
                        () -> {
                            for (long step = 0; step <= steps; step++) {
                                listener.accept(progress(step, steps));
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        awaitMarker();
        Files.delete(directory.resolve(HoldPoint.MARKER));
        return seen.get(seen.size() - 1);
    }

    private static Progress progress(long step, long steps) {
        return new Progress(Phase.SCORE, step, steps, Double.NaN, Double.NaN, Double.NaN);
    }

    private HoldPoint at(Moment moment) {
        return new HoldPoint(Optional.of(moment), directory.resolve(HoldPoint.MARKER));
    }

    private void awaitMarker() {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!Files.exists(directory.resolve(HoldPoint.MARKER))) {
            assertTrue(System.nanoTime() < deadline, "waited half a minute in vain");
            Thread.onSpinWait();
        }
    }
}
