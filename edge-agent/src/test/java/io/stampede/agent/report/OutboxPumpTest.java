package io.stampede.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.store.AgentDatabase;
import io.stampede.agent.testkit.FakeSender;
import io.stampede.agent.testkit.FakeSender.Mood;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.proto.v1.AdaptationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxPumpTest {
    private final FakeSender sender = new FakeSender();
    private final ManualClock clock = new ManualClock();
    @TempDir private Path directory;
    private AgentDatabase database;
    private ReportOutbox outbox;
    private OutboxPump pump;

    @BeforeEach
    void open() {
        database = AgentDatabase.open(directory.resolve("agent.db"));
        outbox = new ReportOutbox(database, 10);
        pump =
                new OutboxPump(
                        outbox, sender, new Backoff(clock, new Random(1), Duration.ofSeconds(60)));
        outbox.add(AdaptationReport.newBuilder().setReportId("a").build());
        outbox.add(AdaptationReport.newBuilder().setReportId("b").build());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void delivers_in_order_and_rests() {
        pumpUntilIdle();

        assertEquals(List.of("a", "b"), sentIds());
        assertEquals(0, outbox.size());
    }

    @Test
    void removes_nothing_before_the_broker_has_it() {
        // Given
        sender.setMood(Mood.WAIT);

        // When
        pumpUntilIdle();

        // Then
        assertEquals(List.of("a"), sentIds());
        assertEquals(2, outbox.size());

        // When
        sender.acknowledge();
        pump.doWork();

        // Then
        assertEquals(1, outbox.size());
    }

    @Test
    void waits_after_a_refusal_and_then_sends_the_same_again() {
        // Given
        sender.setMood(Mood.REFUSE);
        pumpUntilIdle();
        sender.setMood(Mood.ACKNOWLEDGE);

        // When
        pumpUntilIdle();

        // Then
        assertEquals(List.of("a"), sentIds());
        assertEquals(2, outbox.size());

        // When
        clock.advance(Duration.ofSeconds(2));
        pumpUntilIdle();

        // Then
        assertEquals(List.of("a", "a", "b"), sentIds());
        assertEquals(0, outbox.size());
    }

    @Test
    void waits_longer_after_each_failure_up_to_a_limit() {
        Backoff backoff = new Backoff(clock, new Random(1), Duration.ofSeconds(8));

        for (long seconds : new long[] {1, 2, 4, 8, 8, 8}) {
            Duration wait = backoff.failed();
            assertTrue(wait.compareTo(Duration.ofMillis(seconds * 500)) >= 0, wait.toString());
            assertTrue(wait.compareTo(Duration.ofSeconds(seconds)) <= 0, wait.toString());
        }
    }

    private void pumpUntilIdle() {
        for (int i = 0; i < 100 && pump.doWork() > 0; i++) {
            assertTrue(i < 99, "the pump never rests");
        }
    }

    private List<String> sentIds() {
        return sender.reports().stream().map(AdaptationReport::getReportId).toList();
    }
}
