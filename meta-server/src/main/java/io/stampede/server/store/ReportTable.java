package io.stampede.server.store;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.DeviceStatus;
import io.stampede.server.report.ReportQuery;
import io.stampede.server.report.ReportStore;
import io.stampede.server.report.StoredReport;
import io.stampede.server.report.StoredStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;

/** Device messages in the database: the message as it came, and the columns that queries need. */
public final class ReportTable implements ReportStore {
    private static final String INSERT =
            "INSERT INTO device_report (report_id, device_id, model_name, received_at, message)"
                    + " VALUES (?, ?, ?, ?, ?)";
    private static final String WHERE =
            " FROM device_report WHERE (? IS NULL OR device_id = ?) AND (? IS NULL OR model_name ="
                    + " ?)";

    private final Database database;

    /** Creates the adapter over an open database. */
    public ReportTable(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    @Override
    public boolean insertOnce(StoredReport stored) {
        AdaptationReport report = stored.report();
        return database.execute(
                "store report " + report.getReportId(),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                        Columns.bind(
                                statement,
                                report.getReportId(),
                                report.getDeviceId(),
                                report.getModelName(),
                                stored.receivedAt(),
                                report.toByteArray());
                        return statement.executeUpdate() == 1;
                    } catch (SQLIntegrityConstraintViolationException e) {
                        // The unique id decides, so two deliveries at once cannot both be new.
                        return false;
                    }
                });
    }

    @Override
    public List<StoredReport> find(ReportQuery query) {
        return database.execute(
                "read reports",
                connection -> {
                    String sql =
                            "SELECT received_at, message"
                                    + WHERE
                                    + " ORDER BY number DESC LIMIT ? OFFSET ?";
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        Columns.bind(
                                statement,
                                query.device(),
                                query.device(),
                                query.model(),
                                query.model(),
                                query.limit(),
                                query.offset());
                        return reports(statement.executeQuery());
                    }
                });
    }

    @Override
    public long count(ReportQuery query) {
        return database.execute(
                "count reports",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("SELECT COUNT(*)" + WHERE)) {
                        Columns.bind(
                                statement,
                                query.device(),
                                query.device(),
                                query.model(),
                                query.model());
                        ResultSet row = statement.executeQuery();
                        row.next();
                        return row.getLong(1);
                    }
                });
    }

    @Override
    public void replaceStatus(StoredStatus stored) {
        database.execute(
                "store the status of " + stored.status().getDeviceId(),
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "MERGE INTO device_status (device_id, received_at, message) KEY"
                                            + " (device_id) VALUES (?, ?, ?)")) {
                        Columns.bind(
                                statement,
                                stored.status().getDeviceId(),
                                stored.receivedAt(),
                                stored.status().toByteArray());
                        return statement.executeUpdate();
                    }
                });
    }

    @Override
    public List<StoredStatus> statuses() {
        return database.execute(
                "read device statuses",
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement(
                                    "SELECT received_at, message FROM device_status ORDER BY"
                                            + " device_id")) {
                        ResultSet row = statement.executeQuery();
                        List<StoredStatus> statuses = new ArrayList<>();
                        while (row.next()) {
                            statuses.add(
                                    new StoredStatus(
                                            message(row, DeviceStatus.parser()),
                                            Columns.instant(row, "received_at")));
                        }
                        return statuses;
                    }
                });
    }

    private static List<StoredReport> reports(ResultSet row) throws SQLException {
        List<StoredReport> reports = new ArrayList<>();
        while (row.next()) {
            reports.add(
                    new StoredReport(
                            message(row, AdaptationReport.parser()),
                            Columns.instant(row, "received_at")));
        }
        return reports;
    }

    private static <M> M message(ResultSet row, Parser<M> parser) throws SQLException {
        try {
            return parser.parseFrom(row.getBytes("message"));
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("a stored message cannot be read: " + e.getMessage(), e);
        }
    }
}
