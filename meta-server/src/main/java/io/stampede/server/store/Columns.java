package io.stampede.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads and writes the kinds of columns that JDBC has no short way for. */
final class Columns {
    private Columns() {}

    /** Binds values in order; an empty Optional is NULL, an Instant is in UTC. */
    static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, column(values[i]));
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    static <T> Optional<T> optional(ResultSet row, String column, Class<T> type)
            throws SQLException {
        return Optional.ofNullable(row.getObject(column, type));
    }

    private static Object column(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Columns::column).orElse(null);
        }
        return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
    }
}
