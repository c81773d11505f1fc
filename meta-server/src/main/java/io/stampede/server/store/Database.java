package io.stampede.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's database file. What was committed survives the end of the process, however it ends.
 *
 * <p>Safe for use by several threads; the owner closes.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String SCHEMA = "/schema.sql";
    private static final int POOL_SIZE = 8;

    private final Path file;
    private volatile JdbcConnectionPool pool;

    private Database(Path file) {
        this.file = file;
        this.pool = pool(file);
    }

    /**
     * Opens the database of a data directory, and makes what it lacks.
     *
     * @throws StampedeException {@code STORAGE_FAILED}
     */
    public static Database open(Path directory) {
        Path file = directory.toAbsolutePath().resolve("server");
        if (file.toString().indexOf(';') >= 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected a data directory without ';', found " + directory);
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to create " + directory + ", found " + e,
                    e);
        }
        Database database = new Database(file);
        try {
            database.execute("prepare the database " + file, Database::createTables);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /**
     * Does some work on a connection of its own, committed as each statement ends.
     *
     * @param purpose completes "could not ..."
     * @throws StampedeException {@code STORAGE_FAILED}
     */
    <T> T execute(String purpose, Work<T> work) {
        try (Connection connection = connection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED, "could not " + purpose + ": " + told(e), e);
        }
    }

    /** The database's words, and the reason under them: a full disk stands nowhere else. */
    private static String told(SQLException e) {
        Throwable reason = e;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        String words = e.getMessage() + (reason == e ? "" : " because of " + reason.getMessage());
        return words.replaceAll("\\s+", " ");
    }

    /**
     * A connection to the open database: on a full disk it closes itself, and the pool goes on to
     * hand out, or to fail at, what it holds of the closed one.
     */
    private Connection connection() throws SQLException {
        JdbcConnectionPool used = pool;
        try {
            Connection connection = used.getConnection();
            if (connection.isValid(0)) {
                return connection;
            }
            connection.close();
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("error", told(e)).log("the database is opened again");
        }
        return renewed(used).getConnection();
    }

    private synchronized JdbcConnectionPool renewed(JdbcConnectionPool stale) {
        if (pool == stale) {
            pool = pool(file);
            stale.dispose();
        }
        return pool;
    }

    private static JdbcConnectionPool pool(Path file) {
        // WRITE_DELAY=0: a commit is on its way to the file before it returns.
        JdbcConnectionPool pool =
                JdbcConnectionPool.create(
                        "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "sa", "");
        pool.setMaxConnections(POOL_SIZE);
        return pool;
    }

    /**
     * Proves that the database answers.
     *
     * @throws StampedeException {@code STORAGE_FAILED}
     */
    public void ping() {
        execute(
                "reach the database",
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("SELECT 1");
                    }
                });
    }

    @Override
    public synchronized void close() {
        pool.dispose();
    }

    private static Void createTables(Connection connection) throws SQLException {
        try (InputStream stream = Database.class.getResourceAsStream(SCHEMA);
                Statement statement = connection.createStatement()) {
            statement.execute(new String(stream.readAllBytes(), UTF_8));
            return null;
        } catch (IOException e) {
            throw new SQLException("cannot read " + SCHEMA, e);
        }
    }

    /** Work on a connection, which the caller closes. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
