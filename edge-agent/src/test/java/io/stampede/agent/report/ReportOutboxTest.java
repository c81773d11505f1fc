package io.stampede.agent.report;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.stampede.agent.store.AgentDatabase;
import io.stampede.core.ErrorCode;
import io.stampede.proto.v1.AdaptationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportOutboxTest {
    @TempDir private Path directory;
    private AgentDatabase database;
    private ReportOutbox outbox;

    @BeforeEach
    void open() {
        database = AgentDatabase.open(directory.resolve("agent.db"));
        outbox = new ReportOutbox(database, 3);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void gives_each_report_the_next_number() {
        assertEquals(1, outbox.add(report("a")).getSequence());
        assertEquals(2, outbox.add(report("b")).getSequence());
    }

    @Test
    void never_gives_a_number_twice_even_where_nothing_waits() {
        // Given
        outbox.remove(outbox.add(report("a")));

        // When
        close();
        open();

        // Then
        assertEquals(2, outbox.add(report("b")).getSequence());
    }

    @Test
    void hands_out_the_oldest_until_it_is_removed() {
        outbox.add(report("a"));
        outbox.add(report("b"));
        assertEquals("a", outbox.oldest().orElseThrow().getReportId());
        assertEquals("a", outbox.oldest().orElseThrow().getReportId());

        outbox.remove(outbox.oldest().orElseThrow());
        assertEquals("b", outbox.oldest().orElseThrow().getReportId());
    }

    @Test
    void keeps_reports_over_a_crash() throws IOException {
        // Given: what a process that ends now would leave on the disk
        outbox.add(report("a"));
        Path crashed = Files.createDirectory(directory.resolve("crashed"));
        for (String name : new String[] {"agent.db", "agent.db-wal"}) {
            Files.copy(directory.resolve(name), crashed.resolve(name));
        }

        // When
        try (AgentDatabase survivor = AgentDatabase.open(crashed.resolve("agent.db"))) {
            Optional<AdaptationReport> oldest = new ReportOutbox(survivor, 3).oldest();

            // Then
            assertEquals("a", oldest.orElseThrow().getReportId());
            assertEquals(1, oldest.orElseThrow().getSequence());
        }
    }

    @Test
    void drops_the_oldest_where_it_is_full_and_says_how_many() {
        for (String id : new String[] {"a", "b", "c", "d", "e"}) {
            outbox.add(report(id));
        }

        AdaptationReport oldest = outbox.oldest().orElseThrow();
        assertEquals("c", oldest.getReportId());
        assertEquals(2, oldest.getDroppedReports());
        assertEquals(3, outbox.size());
    }

    @Test
    void counts_dropped_reports_until_the_server_knows() {
        // Given
        for (String id : new String[] {"a", "b", "c", "d"}) {
            outbox.add(report(id));
        }

        // When
        outbox.remove(outbox.oldest().orElseThrow());

        // Then
        assertEquals(0, outbox.oldest().orElseThrow().getDroppedReports());
    }

    @Test
    void stores_nothing_of_a_transaction_that_fails() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        database.inTransaction(
                                open -> {
                                    outbox.add(report("a"));
                                    throw new IllegalStateException("crash");
                                }));

        assertEquals(0, outbox.size());
        assertEquals(1, outbox.add(report("b")).getSequence());
    }

    @Test
    void refuses_a_database_of_a_newer_agent() {
        // Given
        database.inTransaction(
                open -> {
                    try (var statement = open.createStatement()) {
                        return statement.execute("PRAGMA user_version = 99");
                    }
                });
        close();

        // When Then
        assertFails(
                ErrorCode.STORAGE_FAILED, () -> AgentDatabase.open(directory.resolve("agent.db")));
    }

    private static AdaptationReport report(String id) {
        return AdaptationReport.newBuilder().setReportId(id).build();
    }
}
