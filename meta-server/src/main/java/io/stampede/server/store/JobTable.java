package io.stampede.server.store;

import static java.util.Objects.requireNonNull;

import io.stampede.server.job.JobState;
import io.stampede.server.job.JobState.Failed;
import io.stampede.server.job.JobState.Succeeded;
import io.stampede.server.job.JobStore;
import io.stampede.server.job.MetaTrainingJob;
import io.stampede.server.job.MetaTrainingRequest;
import io.stampede.server.job.MetaTrainingRequest.Changes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Jobs in the database. */
public final class JobTable implements JobStore {
    private static final String SAVE =
            "MERGE INTO meta_training (id, model_name, reference, preset, architecture, width,"
                    + " seed, pretrain_epochs, meta_iterations, reduction, created_at, state,"
                    + " started_at, finished_at, model_version, error_code, error_message) KEY (id)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

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
    public List<MetaTrainingJob> all() {
        return database.execute(
                "read meta-trainings",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT * FROM meta_training ORDER BY number")) {
                        ResultSet row = statement.executeQuery();
                        List<MetaTrainingJob> jobs = new ArrayList<>();
                        while (row.next()) {
                            jobs.add(JobRow.read(row));
                        }
                        return jobs;
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
}
