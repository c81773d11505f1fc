package io.stampede.server.store;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.SourceSpec;
import io.stampede.core.network.Architecture;
import io.stampede.server.job.JobState;
import io.stampede.server.job.MetaTrainingJob;
import io.stampede.server.job.MetaTrainingRequest;
import io.stampede.server.job.MetaTrainingRequest.Changes;
import io.stampede.server.registry.ModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads a job back from its row. */
final class JobRow {
    private JobRow() {}

    /**
     * Reads where a result set stands; a row of another version of the server is refused with a
     * {@code RuntimeException} of whatever kind.
     */
    static MetaTrainingJob read(ResultSet row) throws SQLException {
        MetaTrainingRequest request =
                new MetaTrainingRequest(
                        new ModelName(row.getString("model_name")),
                        SourceSpec.parse(row.getString("reference")),
                        row.getString("preset"),
                        changes(row));
        return new MetaTrainingJob(
                row.getString("id"),
                request,
                Columns.instant(row, "created_at"),
                state(row),
                Optional.empty());
    }

    private static Changes changes(ResultSet row) throws SQLException {
        return new Changes(
                Columns.optional(row, "architecture", String.class).map(Architecture::of),
                Columns.optional(row, "width", Double.class)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                Columns.optional(row, "seed", Long.class)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                integer(row, "pretrain_epochs"),
                integer(row, "meta_iterations"),
                Columns.optional(row, "reduction", Double.class)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()));
    }

    private static OptionalInt integer(ResultSet row, String column) throws SQLException {
        return Columns.optional(row, column, Integer.class)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static JobState state(ResultSet row) throws SQLException {
        Optional<Instant> started = Columns.optionalInstant(row, "started_at");
        Optional<Instant> finished = Columns.optionalInstant(row, "finished_at");
        String state = row.getString("state");
        switch (state) {
            case "queued":
                return new JobState.Queued();
            case "running":
                return new JobState.Running(started.orElseThrow());
            case "succeeded":
                return new JobState.Succeeded(
                        started.orElseThrow(),
                        row.getLong("model_version"),
                        finished.orElseThrow());
            case "failed":
                return new JobState.Failed(
                        started.orElseThrow(),
                        ErrorCode.valueOf(row.getString("error_code")),
                        row.getString("error_message"),
                        finished.orElseThrow());
            case "cancelled":
                return new JobState.Cancelled(started, finished.orElseThrow());
            default:
                throw new StampedeException(
                        ErrorCode.STORAGE_FAILED,
                        "expected a state of a meta-training, found '" + state + "'");
        }
    }
}
