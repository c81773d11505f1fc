package io.stampede.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentDatabaseTest {
    @TempDir private Path directory;

    @Test
    void takes_the_database_of_an_older_agent_over() throws SQLException {
        // Given
        Path file = directory.resolve("agent.db");
        AgentDatabase.open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE fact");
            statement.execute("UPDATE counter SET value = 7 WHERE name = 'sequence'");
            statement.execute("PRAGMA user_version = 1");
        }

        // When
        try (AgentDatabase database = AgentDatabase.open(file)) {
            new Facts(database).write("name", "value");

            // Then
            assertEquals(Optional.of("value"), new Facts(database).read("name"));
        }
    }

    @Test
    void remembers_facts_over_a_restart_until_they_are_removed() {
        Path file = directory.resolve("agent.db");
        try (AgentDatabase database = AgentDatabase.open(file)) {
            new Facts(database).write("name", "first");
            new Facts(database).write("name", "second");
        }

        try (AgentDatabase database = AgentDatabase.open(file)) {
            Facts facts = new Facts(database);
            assertEquals(Optional.of("second"), facts.read("name"));
            facts.remove("name");
            assertEquals(Optional.empty(), facts.read("name"));
        }
    }

    @Test
    void goes_on_once_a_full_disk_has_room_again() {
        // Given: SQLite ends the transaction that finds no room by itself
        try (AgentDatabase database = AgentDatabase.open(directory.resolve("agent.db"))) {
            Facts facts = new Facts(database);
            facts.write("kept", "before");

            // When
            StampedeException full =
                    assertThrows(StampedeException.class, () -> fill(database, facts));

            // Then
            assertEquals(ErrorCode.STORAGE_FAILED, full.code());
            assertTrue(full.getMessage().contains("SQLITE_FULL"), full.getMessage());
            facts.write("after", "written");
            assertEquals(Optional.of("before"), facts.read("kept"));
            assertEquals(Optional.of("written"), facts.read("after"));
        }
    }

    @Test
    void writes_all_of_a_transaction_or_nothing_after_a_full_disk() {
        // Given
        try (AgentDatabase database = AgentDatabase.open(directory.resolve("agent.db"))) {
            Facts facts = new Facts(database);
            assertThrows(StampedeException.class, () -> fill(database, facts));

            // When
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            database.inTransaction(
                                    open -> {
                                        facts.write("half", "written");
                                        throw new IllegalStateException("the process gives up");
                                    }));

            // Then
            assertEquals(Optional.empty(), facts.read("half"));
        }
    }

    private static void fill(AgentDatabase database, Facts facts) {
        database.inTransaction(
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("PRAGMA max_page_count = 1"); // what there is already
                    }
                    facts.write("large", "x".repeat(1 << 20));
                    return null;
                });
    }
}
