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

/**
 * The server's database file. What was committed survives the end of the process, however it ends.
 *
 * <p>Safe for use by several threads; the owner closes.
 */
public final class Database implements AutoCloseable {
    private static final String SCHEMA = "/schema.sql";
    private static final int POOL_SIZE = 8;

    private final JdbcConnectionPool pool;

    private Database(JdbcConnectionPool pool) {
        this.pool = pool;
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
        // WRITE_DELAY=0: a commit is on its way to the file before it returns.
        JdbcConnectionPool pool =
                JdbcConnectionPool.create(
                        "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "sa", "");
        pool.setMaxConnections(POOL_SIZE);
        Database database = new Database(pool);
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
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "could not " + purpose + ": " + e.getMessage().replaceAll("\\s+", " "),
                    e);
        }
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
    public void close() {
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
