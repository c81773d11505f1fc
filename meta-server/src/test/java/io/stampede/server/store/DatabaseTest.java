package io.stampede.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Architecture;
import io.stampede.server.job.JobState;
import io.stampede.server.job.MetaTrainingJob;
import io.stampede.server.job.MetaTrainingRequest;
import io.stampede.server.job.MetaTrainingRequest.Changes;
import io.stampede.server.publish.ChunkPosition;
import io.stampede.server.registry.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    private static final Instant CREATED = Instant.parse("2026-11-22T09:00:00.5Z");
    private static final Instant STARTED = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final Instant ENDED = Instant.parse("2026-11-22T11:00:00Z");
    private static final Changes ALL_CHANGES =
            new Changes(
                    Optional.of(Architecture.RESNET18),
                    OptionalDouble.of(0.5),
                    OptionalLong.of(-7),
                    OptionalInt.of(3),
                    OptionalInt.of(17),
                    OptionalDouble.of(5.5));

    @TempDir Path directory;

    static Stream<JobState> states() {
        JobState.Running running = new JobState.Queued().start(STARTED);
        return Stream.of(
                new JobState.Queued(),
                running,
                running.succeed(3, ENDED),
                running.fail(ErrorCode.TRAINING_DIVERGED, "loss is NaN", ENDED),
                running.cancel(ENDED),
                new JobState.Queued().cancel(ENDED));
    }

    @Test
    void answers_at_once_after_it_closed_itself_as_on_a_full_disk() {
        try (Database database = Database.open(directory)) {
            // Given: two connections in the pool, of a database that is closed under them
            database.execute(
                    "use two connections",
                    one -> {
                        database.ping();
                        return null;
                    });
            StampedeException closed =
                    assertThrows(
                            StampedeException.class,
                            () ->
                                    database.execute(
                                            "close",
                                            connection -> {
                                                try (Statement sql = connection.createStatement()) {
                                                    sql.execute("SHUTDOWN IMMEDIATELY");
                                                    return sql.execute("SELECT 1");
                                                }
                                            }));
            assertEquals(ErrorCode.STORAGE_FAILED, closed.code());

            // When, then
            database.ping();
            database.execute(
                    "use two connections",
                    one -> {
                        database.ping();
                        return null;
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_job_in_any_state_survives_a_restart(JobState state) {
        // Given
        List<MetaTrainingJob> jobs =
                List.of(job("b", state, ALL_CHANGES), job("a", state, Changes.NONE));
        try (Database database = Database.open(directory)) {
            jobs.forEach(new JobTable(database)::save);
        }

        // When
        List<MetaTrainingJob> found;
        try (Database database = Database.open(directory)) {
            found = new JobTable(database).all();
        }

        // Then
        assertEquals(jobs, found);
    }

    @Test
    void a_job_that_is_saved_again_keeps_its_place() {
        try (Database database = Database.open(directory)) {
            // Given
            JobTable table = new JobTable(database);
            JobState.Queued queued = new JobState.Queued();
            table.save(job("first", queued, Changes.NONE));
            table.save(job("second", queued, Changes.NONE));

            // When
            table.save(job("first", queued.start(STARTED), Changes.NONE));

            // Then
            assertEquals(
                    List.of("first", "second"),
                    table.all().stream().map(MetaTrainingJob::id).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reference = 'webcam:0'",
                "architecture = 'lenet'",
                "width = 99",
                "model_name = 'No Name'",
                "state = 'paused'",
                "error_code = 'FROM_THE_FUTURE'"
            })
    void a_job_that_another_version_wrote_is_left_out_and_fails_where_it_had_not_ended(
            String difference) {
        try (Database database = Database.open(directory)) {
            // Given
            JobTable table = new JobTable(database);
            JobState.Running running = new JobState.Queued().start(STARTED);
            JobState ended = running.fail(ErrorCode.TRAINING_DIVERGED, "loss is NaN", ENDED);
            table.save(job("ended", ended, Changes.NONE));
            table.save(job("running", running, Changes.NONE));
            table.save(job("sound", running, Changes.NONE));
            update(database, difference + " WHERE id IN ('ended', 'running')");

            // When
            table.failUnreadable(ENDED);
            List<MetaTrainingJob> jobs = table.all();

            // Then
            List<String> ids = jobs.stream().map(MetaTrainingJob::id).toList();
            boolean onlyEndsDiffer = difference.startsWith("error_code");
            assertFalse(ids.contains("ended"));
            assertEquals("sound", ids.get(ids.size() - 1));
            assertEquals(running, jobs.get(jobs.size() - 1).state());
            assertEquals(onlyEndsDiffer ? "running" : "failed", stateOf(database, "running"));
        }
    }

    @Test
    void chunk_positions_belong_to_one_topic_and_the_last_one_counts() {
        try (Database database = Database.open(directory)) {
            // Given
            ChunkTable table = new ChunkTable(database);
            String sha256 = "ab".repeat(32);
            table.save("topic", Map.of(sha256, new ChunkPosition(1, 10)));

            // When
            table.save("topic", Map.of(sha256, new ChunkPosition(2, 1L << 40)));

            // Then
            assertEquals(Optional.of(new ChunkPosition(2, 1L << 40)), table.find("topic", sha256));
            assertEquals(Optional.empty(), table.find("other", sha256));
            assertEquals(Optional.empty(), table.find("topic", "cd".repeat(32)));
        }
    }

    @Test
    void a_database_that_cannot_be_opened_is_refused_with_its_place() throws IOException {
        // Given
        Files.createDirectories(directory.resolve("server.mv.db"));

        // When
        var refusal = assertThrows(StampedeException.class, () -> Database.open(directory));

        // Then
        assertEquals(ErrorCode.STORAGE_FAILED, refusal.code());
        assertTrue(refusal.getMessage().contains(directory.toString()), refusal.getMessage());
    }

    private static void update(Database database, String change) {
        database.execute(
                "change a row",
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate("UPDATE meta_training SET " + change);
                    }
                });
    }

    private static String stateOf(Database database, String id) {
        return database.execute(
                "look",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT state FROM meta_training WHERE id = ?")) {
                        Columns.bind(statement, id);
                        ResultSet row = statement.executeQuery();
                        row.next();
                        return row.getString(1);
                    }
                });
    }

    private static MetaTrainingJob job(String id, JobState state, Changes changes) {
        return new MetaTrainingJob(
                id,
                new MetaTrainingRequest(
                        new ModelName("vgg10-demo"),
                        SourceSpec.parse("folder:/data/my pictures"),
                        "smoke",
                        changes),
                CREATED,
                state,
                Optional.empty());
    }
}
