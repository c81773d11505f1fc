package io.stampede.agent.report;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stampede.agent.store.AgentDatabase;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.v1.AdaptationReport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Keeps reports on disk until the broker has them.
 *
 * <p>Bounded: where it is full the oldest report goes, and the next one that arrives says how many
 * went. Safe for many threads.
 */
public final class ReportOutbox {
    private final AgentDatabase database;
    private final int capacity;

    /**
     * Opens the outbox of a database.
     *
     * @param capacity most reports kept
     */
    public ReportOutbox(AgentDatabase database, int capacity) {
        this.database = requireNonNull(database, "database is null");
        this.capacity = capacity;
        if (capacity < 1) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected room for at least 1 report, found " + capacity);
        }
    }

    /**
     * Stores a report and gives it the next sequence number; when this returns, it is on disk.
     *
     * @return the report as stored
     */
    public AdaptationReport add(AdaptationReport report) {
        return database.inTransaction(
                open -> {
                    add(open, "sequence", 1);
                    AdaptationReport numbered =
                            report.toBuilder().setSequence(read(open, "sequence")).build();
                    insert(open, numbered);
                    add(open, "dropped", dropOldest(open));
                    return numbered;
                });
    }

    /** The oldest report, with the number of those that were dropped before it. */
    public Optional<AdaptationReport> oldest() {
        return database.inTransaction(
                open -> {
                    try (PreparedStatement query =
                                    open.prepareStatement(
                                            "SELECT value FROM report ORDER BY sequence LIMIT 1");
                            ResultSet rows = query.executeQuery()) {
                        if (!rows.next()) {
                            return Optional.empty();
                        }
                        return Optional.of(
                                parse(rows.getBytes(1)).toBuilder()
                                        .setDroppedReports(read(open, "dropped"))
                                        .build());
                    }
                });
    }

    /** Lets go of a report that the broker has acknowledged. */
    public void remove(AdaptationReport acknowledged) {
        database.inTransaction(
                open -> {
                    try (PreparedStatement delete =
                            open.prepareStatement("DELETE FROM report WHERE sequence = ?")) {
                        delete.setLong(1, acknowledged.getSequence());
                        delete.executeUpdate();
                    }
                    add(open, "dropped", -acknowledged.getDroppedReports());
                    return null;
                });
    }

    /** Number of reports that wait. */
    public long size() {
        return database.inTransaction(ReportOutbox::count);
    }

    /** Number of reports dropped since the last one that arrived. */
    public long dropped() {
        return database.inTransaction(open -> read(open, "dropped"));
    }

    private long dropOldest(Connection open) throws SQLException {
        long excess = count(open) - capacity;
        if (excess <= 0) {
            return 0;
        }
        try (PreparedStatement delete =
                open.prepareStatement(
                        "DELETE FROM report WHERE sequence IN"
                                + " (SELECT sequence FROM report ORDER BY sequence LIMIT ?)")) {
            delete.setLong(1, excess);
            return delete.executeUpdate();
        }
    }

    private static void insert(Connection open, AdaptationReport report) throws SQLException {
        try (PreparedStatement insert = open.prepareStatement("INSERT INTO report VALUES(?, ?)")) {
            insert.setLong(1, report.getSequence());
            insert.setBytes(2, report.toByteArray());
            insert.executeUpdate();
        }
    }

    private static long count(Connection open) throws SQLException {
        try (PreparedStatement query = open.prepareStatement("SELECT count(*) FROM report");
                ResultSet rows = query.executeQuery()) {
            return rows.getLong(1);
        }
    }

    private static long read(Connection open, String counter) throws SQLException {
        try (PreparedStatement query =
                open.prepareStatement("SELECT value FROM counter WHERE name = ?")) {
            query.setString(1, counter);
            try (ResultSet rows = query.executeQuery()) {
                return rows.getLong(1);
            }
        }
    }

    private static void add(Connection open, String counter, long amount) throws SQLException {
        try (PreparedStatement update =
                open.prepareStatement(
                        "UPDATE counter SET value = max(0, value + ?) WHERE name = ?")) {
            update.setLong(1, amount);
            update.setString(2, counter);
            update.executeUpdate();
        }
    }

    private static AdaptationReport parse(byte[] value) {
        try {
            return AdaptationReport.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected a report in the outbox, found other bytes; check the disk",
                    e);
        }
    }
}
