package io.stampede.agent.store;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** Short texts by name that survive a crash, kept in the agent's database. For many threads. */
public final class Facts {
    private final AgentDatabase database;

    /** Opens the facts of a database. */
    public Facts(AgentDatabase database) {
        this.database = requireNonNull(database, "database is null");
    }

    /** Runs reads and writes as one: where one of them fails none has happened. */
    public void together(Runnable work) {
        database.inTransaction(
                open -> {
                    work.run();
                    return true;
                });
    }

    /** What was written last under a name. */
    public Optional<String> read(String name) {
        return database.inTransaction(
                open -> {
                    try (PreparedStatement query =
                            open.prepareStatement("SELECT value FROM fact WHERE name = ?")) {
                        query.setString(1, name);
                        try (ResultSet rows = query.executeQuery()) {
                            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
                        }
                    }
                });
    }

    /** Writes a text; when this returns outside of a transaction, it is on disk. */
    public void write(String name, String value) {
        database.inTransaction(
                open -> {
                    try (PreparedStatement insert =
                            open.prepareStatement("INSERT OR REPLACE INTO fact VALUES(?, ?)")) {
                        insert.setString(1, name);
                        insert.setString(2, value);
                        return insert.executeUpdate();
                    }
                });
    }

    /** Forgets what was written under a name. */
    public void remove(String name) {
        database.inTransaction(
                open -> {
                    try (PreparedStatement delete =
                            open.prepareStatement("DELETE FROM fact WHERE name = ?")) {
                        delete.setString(1, name);
                        return delete.executeUpdate();
                    }
                });
    }
}
