package io.stampede.server.store;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.server.job.JobState;
import io.stampede.server.job.JobState.Failed;
import io.stampede.server.job.JobState.Succeeded;
import io.stampede.server.job.JobStore;
import io.stampede.server.job.MetaTrainingJob;
import io.stampede.server.job.MetaTrainingRequest;
import io.stampede.server.job.MetaTrainingRequest.Changes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs in the database. A row that cannot be read any more stops nothing. */
public final class JobTable implements JobStore {
    private static final Logger LOG = LoggerFactory.getLogger(JobTable.class);
    private static final String SAVE =
            "MERGE INTO meta_training (id, model_name, reference, preset, architecture, width,"
                    + " seed, pretrain_epochs, meta_iterations, reduction, created_at, state,"
                    + " started_at, finished_at, model_version, error_code, error_message) KEY (id)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String FAIL =
            "UPDATE meta_training SET state = 'failed', started_at = COALESCE(started_at, ?),"
                    + " finished_at = ?, error_code = ?, error_message = ? WHERE id = ?";

    private final Database database;

    /** Creates the adapter over an open database. */
    public JobTable(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    @Override
    public void save(MetaTrainingJob job) {
        database.execute(
                "save meta-training " + job.id(),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
                        Columns.bind(statement, row(job));
                        return statement.executeUpdate();
                    }
                });
    }

    @Override
    public void failUnreadable(Instant at) {
        read(" WHERE finished_at IS NULL").unreadable().forEach((id, why) -> fail(id, why, at));
    }

    @Override
    public List<MetaTrainingJob> all() {
        Rows rows = read("");
        if (!rows.unreadable().isEmpty()) {
            LOG.warn("meta-trainings of another version are not listed: {}", rows.unreadable());
        }
        return rows.jobs();
    }

    private void fail(String id, String why, Instant at) {
        LOG.atError()
                .addKeyValue("jobId", id)
                .log("meta-training cannot be read and fails: {}", why);
        database.execute(
                "fail meta-training " + id,
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(FAIL)) {
                        Columns.bind(
                                statement,
                                at,
                                at,
                                ErrorCode.INVALID_ARGUMENT.name(),
                                "this version of the server cannot read it: " + why,
                                id);
                        return statement.executeUpdate();
                    }
                });
    }

    private Rows read(String condition) {
        return database.execute(
                "read meta-trainings",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT * FROM meta_training"
                                            + condition
                                            + " ORDER BY number")) {
                        ResultSet row = statement.executeQuery();
                        Rows rows = new Rows(new ArrayList<>(), new LinkedHashMap<>());
                        while (row.next()) {
                            rows.add(row);
                        }
                        return rows;
                    }
                });
    }

    private static Object[] row(MetaTrainingJob job) {
        MetaTrainingRequest request = job.request();
        Changes changes = request.changes();
        JobState state = job.state();
        Optional<Failed> failed =
                state instanceof Failed value ? Optional.of(value) : Optional.empty();
        return new Object[] {
            job.id(),
            request.modelName().value(),
            request.reference().toString(),
            request.preset(),
            changes.architecture().map(architecture -> architecture.id()),
            boxed(changes.width()),
            boxed(changes.seed()),
            boxed(changes.pretrainEpochs()),
            boxed(changes.metaIterations()),
            boxed(changes.reduction()),
            job.createdAt(),
            state.id(),
            state.startedAt(),
            state.finishedAt(),
            state instanceof Succeeded succeeded
                    ? Optional.of(succeeded.modelVersion())
                    : Optional.empty(),
            failed.map(value -> value.code().name()),
            failed.map(Failed::message)
        };
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    /** What was read, and why the rest was not, by id. */
    private record Rows(List<MetaTrainingJob> jobs, Map<String, String> unreadable) {
        void add(ResultSet row) throws SQLException {
            String id = row.getString("id");
            try {
                jobs.add(JobRow.read(row));
            } catch (
                    RuntimeException
                            e) { // whatever a part of another version's row is refused with
                unreadable.put(id, String.valueOf(e.getMessage()));
            }
        }
    }
}
