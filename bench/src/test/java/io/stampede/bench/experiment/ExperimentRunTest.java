package io.stampede.bench.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunTest {
    private static final List<String> METHODS = List.of("full_scratch", "random", "stamp");

    @TempDir private Path directory;

    @Test
    void an_interrupted_experiment_goes_on_and_gives_what_it_would_have_given() throws IOException {
        // Given
        Path phi = Fixture.phi(directory);
        ExperimentOptions options = Fixture.options(Experiment.TABLE1, phi, METHODS);
        Path whole = directory.resolve("whole");
        Path broken = directory.resolve("broken");
        ExperimentOutcome expected = Fixture.run(options, whole).run();

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> Fixture.run(options, broken, 2).run());
        List<String> before = Files.readAllLines(broken.resolve(RunLog.RUNS_FILE));
        Files.writeString(
                broken.resolve(RunLog.RUNS_FILE),
                "{\"key\":{\"target\":\"cut sh",
                StandardOpenOption.APPEND);
        ExperimentOutcome resumed = Fixture.run(options, broken).run();

        // Then
        assertEquals(ErrorCode.CANCELLED, error.code());
        assertEquals(2, before.size());
        List<String> after = Files.readAllLines(broken.resolve(RunLog.RUNS_FILE));
        assertEquals(before, after.subList(0, 2));
        assertTrue(expected.isComplete());
        assertEquals(withoutTimes(expected), withoutTimes(resumed));
        assertEquals(6, after.size());
    }

    @Test
    void stamp_runs_first_and_others_spend_what_it_spends() {
        // Given
        Path phi = Fixture.phi(directory);

        // When
        ExperimentOutcome outcome =
                Fixture.run(
                                Fixture.options(Experiment.TABLE1, phi, METHODS),
                                directory.resolve("out"))
                        .run();

        // Then
        for (long seed = 1; seed <= 2; seed++) {
            RunRecord stamp = find(outcome, "stamp", seed);
            RunRecord random = find(outcome, "random", seed);
            assertEquals(
                    Long.toString(stamp.multiplyAdds()),
                    random.settings().get("max_multiply_adds"));
            assertTrue(random.multiplyAdds() <= stamp.multiplyAdds());
            assertTrue(stamp.parametersPercent() <= 30);
            assertTrue(stamp.reduction() >= 2);
            assertFalse(stamp.kept().isEmpty());
        }
    }

    @Test
    void a_finished_experiment_runs_nothing_again() throws IOException {
        // Given
        Path phi = Fixture.phi(directory);
        ExperimentOptions options =
                Fixture.options(Experiment.TABLE1, phi, List.of("full_scratch"));
        Path out = directory.resolve("out");
        Fixture.run(options, out).run();
        String before = Files.readString(out.resolve(RunLog.RUNS_FILE));

        // When
        ExperimentOutcome again = Fixture.run(options, out, 0).run();

        // Then
        assertTrue(again.isComplete());
        assertEquals(before, Files.readString(out.resolve(RunLog.RUNS_FILE)));
    }

    @Test
    void more_seeds_go_on_in_a_directory_that_was_begun_with_fewer() throws IOException {
        // Given
        Path phi = Fixture.phi(directory);
        ExperimentOptions two = Fixture.options(Experiment.TABLE1, phi, METHODS);
        Path out = directory.resolve("out");
        Fixture.run(Fixture.options(Experiment.TABLE1, phi, METHODS, 1), out).run();
        List<String> before = Files.readAllLines(out.resolve(RunLog.RUNS_FILE));

        // When
        ExperimentOutcome more = Fixture.run(two, out).run();

        // Then
        List<String> after = Files.readAllLines(out.resolve(RunLog.RUNS_FILE));
        assertEquals(3, before.size());
        assertEquals(before, after.subList(0, 3));
        assertEquals(6, after.size());
        ExperimentOutcome atOnce = Fixture.run(two, directory.resolve("at once")).run();
        assertEquals(withoutTimes(atOnce), withoutTimes(more));
        assertTrue(Fixture.run(two, out, 0).run().isComplete());
    }

    @Test
    void fewer_seeds_than_a_directory_was_begun_with_are_refused() {
        // Given
        Path phi = Fixture.phi(directory);
        List<String> methods = List.of("full_scratch");
        ExperimentOptions one = Fixture.options(Experiment.TABLE1, phi, methods, 1);
        Path out = directory.resolve("out");
        Fixture.run(Fixture.options(Experiment.TABLE1, phi, methods, 2), out).run();

        // When
        StampedeException error =
                assertThrows(StampedeException.class, () -> Fixture.run(one, out));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().contains("seeds 1 instead of 2"), error.getMessage());
    }

    @Test
    void a_directory_of_other_options_is_refused_and_left_alone() throws IOException {
        // Given
        Path phi = Fixture.phi(directory);
        Path out = directory.resolve("out");
        Fixture.run(Fixture.options(Experiment.TABLE1, phi, List.of("full_scratch")), out).run();
        String before = Files.readString(out.resolve(RunLog.EXPERIMENT_FILE));

        // When
        StampedeException error =
                assertThrows(
                        StampedeException.class,
                        () ->
                                Fixture.run(
                                        Fixture.options(Experiment.TABLE1, phi, List.of("stamp")),
                                        out));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(error.getMessage().contains("methods"), error.getMessage());
        assertEquals(before, Files.readString(out.resolve(RunLog.EXPERIMENT_FILE)));
    }

    @Test
    void two_at_once_in_one_directory_are_refused() throws IOException {
        // Given
        Path phi = Fixture.phi(directory);
        ExperimentOptions options = Fixture.options(Experiment.TABLE1, phi, METHODS);
        Path out = directory.resolve("out");
        PreparedExperiment prepared = Preparation.of(options);

        // When
        StampedeException error;
        try (RunLog held = RunLog.open(out, prepared.describe())) {
            error = assertThrows(StampedeException.class, () -> Fixture.run(options, out).run());
        }

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code());
        assertTrue(Fixture.run(options, out, 1000).run().isComplete());
    }

    private static RunRecord find(ExperimentOutcome outcome, String method, long seed) {
        return outcome.records().stream()
                .filter(run -> run.key().method().equals(method) && run.key().seed() == seed)
                .findFirst()
                .orElseThrow();
    }

    /** Everything of each run that may not depend on when it ran. */
    private static List<String> withoutTimes(ExperimentOutcome outcome) {
        List<String> runs = new ArrayList<>();
        for (RunRecord run : outcome.records()) {
            runs.add(
                    String.join(
                            " ",
                            run.key().toString(),
                            Double.toString(run.accuracy()),
                            Long.toString(run.parameters()),
                            Long.toString(run.multiplyAdds()),
                            run.kept().toString(),
                            run.settings().toString(),
                            run.provenance().get("training_sha256")));
        }
        return runs;
    }
}
