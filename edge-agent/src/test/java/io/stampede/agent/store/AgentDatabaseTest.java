package io.stampede.agent.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

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

    @Test
    void puts_a_damaged_database_aside_and_begins_another() throws IOException {
        // Given: all of it but the first page is noise
        Path file = directory.resolve("agent.db");
        try (AgentDatabase database = AgentDatabase.open(file)) {
            new Facts(database).write("name", "value");
        }
        byte[] bytes = Files.readAllBytes(file);
        new Random(1).nextBytes(bytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes, 4096, bytes.length - 4096), 4096);
        }
        byte[] damaged = Files.readAllBytes(file);

        // When
        try (AgentDatabase database = AgentDatabase.open(file)) {
            new Facts(database).write("other", "value");

            // Then
            assertEquals(Optional.empty(), new Facts(database).read("name"));
            assertEquals(Optional.of("value"), new Facts(database).read("other"));
        }
        assertArrayEquals(damaged, Files.readAllBytes(directory.resolve("agent.db.damaged")));
    }

    @Test
    void begins_another_where_the_file_is_no_database() throws IOException {
        Path file = Files.writeString(directory.resolve("agent.db"), "no database ".repeat(99));

        try (AgentDatabase database = AgentDatabase.open(file)) {
            assertEquals(Optional.empty(), new Facts(database).read("name"));
        }
        assertTrue(Files.readString(directory.resolve("agent.db.damaged")).startsWith("no data"));
    }

    @Test
    void tells_damage_that_shows_while_it_is_open_from_a_full_disk() {
        try (AgentDatabase database = AgentDatabase.open(directory.resolve("agent.db"))) {
            StampedeException error =
                    assertThrows(
                            StampedeException.class,
                            () ->
                                    database.inTransaction(
                                            connection -> {
                                                throw new SQLException(
                                                        "malformed",
                                                        "",
                                                        SQLiteErrorCode.SQLITE_CORRUPT_INDEX.code);
                                            }));

            assertEquals(ErrorCode.STORAGE_DAMAGED, error.code());
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
