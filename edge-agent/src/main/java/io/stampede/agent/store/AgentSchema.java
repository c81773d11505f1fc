package io.stampede.agent.store;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the agent's database, and how those of an older agent become them. */
final class AgentSchema {
    private static final int VERSION = 2;

    private static final String[] FIRST = {
        """
        CREATE TABLE manifest(
          name TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL,
          state TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY(name, version))
        """,
        """
        CREATE TABLE chunk(
          content_key TEXT NOT NULL, position INTEGER NOT NULL,
          PRIMARY KEY(content_key, position)) WITHOUT ROWID
        """,
        "CREATE TABLE report(sequence INTEGER PRIMARY KEY, value BLOB NOT NULL)",
        "CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO counter VALUES('sequence', 0), ('dropped', 0)",
        "PRAGMA user_version = 1",
    };

    private static final String[] FROM_1_TO_2 = {
        "CREATE TABLE fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "PRAGMA user_version = 2",
    };

    private AgentSchema() {}

    /**
     * Brings the database of a transaction to this version.
     *
     * @param file named where it was written by a newer agent
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} in that case
     */
    static void prepare(Statement statement, Path file) throws SQLException {
        int found = version(statement);
        if (found > VERSION) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected %s in version %d, found %d; a newer agent wrote it"
                            .formatted(file, VERSION, found));
        }
        if (found < 1) {
            executeAll(statement, FIRST);
        }
        if (found < 2) {
            executeAll(statement, FROM_1_TO_2);
        }
    }

    private static void executeAll(Statement statement, String[] definitions) throws SQLException {
        for (String definition : definitions) {
            statement.execute(definition);
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getInt(1);
        }
    }
}
