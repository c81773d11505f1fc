package io.stampede.agent.store;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/** Finds out that a SQLite file is damaged, and puts it where it is in nobody's way. */
final class DamagedDatabase {
    /** Of the name that a damaged file gets. */
    static final String SUFFIX = ".damaged";

    private DamagedDatabase() {}

    /**
     * Looks through the whole file.
     *
     * @throws SQLException that {@link #isToldBy} knows, where it is damaged
     */
    static void requireNone(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = rows.getString(1);
            if (!found.equals("ok")) {
                throw new SQLException(found, "", SQLiteErrorCode.SQLITE_CORRUPT.code);
            }
        }
    }

    /** Whether a failure tells that the file is damaged, and not that the disk is full or slow. */
    static boolean isToldBy(SQLException e) {
        int primary = e.getErrorCode() & 0xff; // what is above says where it was seen
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /**
     * Renames a file, with what of its log was not in it yet; one that was put aside before makes
     * room.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED}
     */
    static void putAside(Path file) {
        try {
            for (String part : List.of("", "-wal", "-shm")) {
                Path damaged = file.resolveSibling(file.getFileName() + part);
                Path aside = file.resolveSibling(file.getFileName() + SUFFIX + part);
                Files.deleteIfExists(aside);
                if (Files.exists(damaged)) {
                    Files.move(damaged, aside);
                }
            }
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to put the damaged %s aside, found %s".formatted(file, e),
                    e);
        }
    }
}
