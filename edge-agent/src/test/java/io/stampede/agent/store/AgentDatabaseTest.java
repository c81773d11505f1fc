package io.stampede.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
