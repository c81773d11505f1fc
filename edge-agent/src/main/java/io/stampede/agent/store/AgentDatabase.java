package io.stampede.agent.store;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's SQLite database. What a transaction has written survives a crash of the process and
 * loss of power (write-ahead log, {@code synchronous=FULL}).
 *
 * <p>Safe for use by many threads; transactions run one after the other.
 */
public final class AgentDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentDatabase.class);

    private final Path file;
    private final List<Runnable> mirrors = new ArrayList<>();
    private Connection connection;
    private int depth;

    private AgentDatabase(Path file) throws SQLException {
        this.file = file;
        this.connection = connect(file);
    }

    /** The body of a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Reads and writes; an exception undoes everything that it wrote. */
        T run(Connection connection) throws SQLException;
    }

    /**
     * Opens a database, creating it where there is none. A damaged one is put aside as {@value
     * DamagedDatabase#SUFFIX} of the same name and another begun: a device that nobody visits must
     * not stay down for it.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where it cannot be written,
     *     or was written by a newer agent
     */
    public static AgentDatabase open(Path file) {
        requireNonNull(file, "file is null");
        try {
            return openSound(file);
        } catch (StampedeException e) {
            if (e.code() != ErrorCode.STORAGE_DAMAGED) {
                throw e;
            }
            LOG.atError()
                    .addKeyValue("error", e.getMessage())
                    .log("The database is put aside, a new one begins");
            DamagedDatabase.putAside(file);
            return openSound(file);
        }
    }

    private static AgentDatabase openSound(Path file) {
        try {
            AgentDatabase database = new AgentDatabase(file);
            try {
                database.prepareSchema();
                return database;
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            DamagedDatabase.requireNone(statement);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Runs work in one transaction, on the calling thread. Work may call this again: what is inside
     * then belongs to the outermost transaction.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} or, where no later try would
     *     do, {@link ErrorCode#STORAGE_DAMAGED}; nothing was then written
     */
    public synchronized <T> T inTransaction(Work<T> work) {
        boolean committed = false;
        depth++;
        try {
            if (depth == 1 && connection.isClosed()) {
                connection = connect(file);
            }
            T result = work.run(connection);
            if (depth == 1) {
                connection.commit();
                mirrors.forEach(Runnable::run);
            }
            committed = true;
            return result;
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            depth--;
            end(committed);
        }
    }

    /**
     * Runs something once the transaction under way is on disk, and never where it fails: what
     * memory repeats of the database thus never says more than the database. It must not fail.
     */
    public synchronized void afterCommit(Runnable mirror) {
        if (depth == 0) {
            throw new IllegalStateException("expected a transaction under way, found none");
        }
        mirrors.add(mirror);
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    private void prepareSchema() {
        inTransaction(
                open -> {
                    try (Statement statement = open.createStatement()) {
                        AgentSchema.prepare(statement, file);
                    }
                    return null;
                });
    }

    private void end(boolean committed) {
        if (depth == 0) {
            mirrors.clear();
            if (!committed) {
                undo();
            }
        }
    }

    /**
     * Runs while an exception is on its way, which tells more than any of its own would. On a full
     * disk SQLite ends the transaction itself and the driver begins no other: each statement after
     * that would stand alone. Such a connection is given up, and the next transaction opens
     * another.
     */
    private void undo() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("The database is opened again");
            giveUp(connection);
        }
    }

    private static void giveUp(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("A connection was not closed");
        }
    }

    private static StampedeException failure(Path file, SQLException cause) {
        if (DamagedDatabase.isToldBy(cause)) {
            return new StampedeException(
                    ErrorCode.STORAGE_DAMAGED,
                    "the database %s is damaged: %s; the next start begins another"
                            .formatted(file, cause.getMessage()),
                    cause);
        }
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "the database %s failed: %s; check the disk".formatted(file, cause.getMessage()),
                cause);
    }
}
