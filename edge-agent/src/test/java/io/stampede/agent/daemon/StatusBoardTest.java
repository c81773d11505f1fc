package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.agent.intake.ModelId;
import io.stampede.agent.report.Backoff;
import io.stampede.agent.report.ReportWriter.Device;
import io.stampede.agent.testkit.FakeSender;
import io.stampede.agent.testkit.FakeSender.Mood;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.core.prune.Budget;
import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusBoardTest {
    private final ModelId model = new ModelId("stamp", 3, "aa");
    private final AgentState receiving = new AgentState.Idle().toReceiving(model);
    private final FakeSender sender = new FakeSender();
    private final ManualClock wall = new ManualClock();
    private final ManualClock clock = new ManualClock();
    @TempDir private Path directory;
    private StatusBoard board;

    @BeforeEach
    void create() {
        board =
                new StatusBoard(
                        new Device("dev", "1", Budget.UNLIMITED),
                        directory.resolve("state.json"),
                        sender,
                        new Clocks(wall, clock),
                        new Backoff(clock, new Random(1), Duration.ofSeconds(60)));
    }

    @Test
    void says_the_same_to_server_and_file() throws IOException {
        show(receiving, 0.25);

        DeviceStatus status = sender.statuses().get(0);
        assertEquals(DeviceState.DEVICE_STATE_RECEIVING, status.getState());
        assertEquals(3, status.getPendingVersion());
        assertEquals(0.25, status.getProgress());
        JsonObject file =
                JsonParser.parseString(Files.readString(directory.resolve("state.json")))
                        .getAsJsonObject();
        assertEquals("receiving", file.get("state").getAsString());
        assertEquals(3, file.get("pending_version").getAsLong());
        assertEquals(ProcessHandle.current().pid(), file.get("process_id").getAsLong());
    }

    @Test
    void says_a_change_at_once_and_progress_now_and_then() {
        show(receiving, 0.1);
        show(receiving, 0.2);
        assertEquals(1, sender.statuses().size());

        clock.advance(Duration.ofSeconds(5));
        show(receiving, 0.3);
        show(new AgentState.Serving(model), 0);
        assertEquals(List.of(0.1, 0.3, 0.0), progress());
    }

    @Test
    void says_progress_and_the_time_of_day_where_that_was_set_back() {
        show(receiving, 0.1);

        wall.advance(Duration.ofDays(-700));
        clock.advance(Duration.ofSeconds(5));
        show(receiving, 0.2);

        assertEquals(List.of(0.1, 0.2), progress());
        assertEquals(wall.millis(), sender.statuses().get(1).getAtUnixMillis());
    }

    @Test
    void sends_only_the_latest_once_the_broker_is_back() {
        // Given
        sender.setMood(Mood.REFUSE);
        show(receiving, 0);
        show(new AgentState.Serving(model), 0);
        sender.setMood(Mood.ACKNOWLEDGE);
        int refused = sender.statuses().size();

        // When
        clock.advance(Duration.ofMinutes(5));
        pump();

        // Then
        assertEquals(refused + 1, sender.statuses().size());
        assertEquals(DeviceState.DEVICE_STATE_SERVING, sender.statuses().get(refused).getState());
    }

    @Test
    void tells_the_server_nothing_that_only_the_file_has_news_of() throws IOException {
        // Given
        AgentState serving = new AgentState.Serving(model);

        // When
        for (long reports = 0; reports < 3; reports++) {
            clock.advance(Duration.ofSeconds(10));
            board.show(
                    new Snapshot(serving, 0, Optional.of("room"), Optional.of("full"), reports, 0));
            pump();
        }

        // Then
        assertEquals(1, sender.statuses().size());
        String file = Files.readString(directory.resolve("state.json"));
        assertTrue(file.contains("\"waiting_reports\":2"), file);
    }

    @Test
    void touches_its_file_once_a_minute_while_it_has_nothing_to_say() throws IOException {
        // Given
        Path file = directory.resolve("state.json");
        show(receiving, 0.25);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        // When
        wall.advance(Duration.ofDays(700));
        clock.advance(Duration.ofSeconds(59));
        show(receiving, 0.25);

        // Then
        assertEquals(Instant.EPOCH, Files.getLastModifiedTime(file).toInstant());

        // When
        clock.advance(Duration.ofSeconds(1));
        show(receiving, 0.25);

        // Then
        assertEquals(wall.instant(), Files.getLastModifiedTime(file).toInstant());
    }

    private void show(AgentState state, double progress) {
        board.show(new Snapshot(state, progress, Optional.empty(), Optional.empty(), 0, 0));
        pump();
    }

    private void pump() {
        for (int i = 0; i < 20 && board.doWork() > 0; i++) {
            assertTrue(i < 19, "the board never rests");
        }
    }

    private List<Double> progress() {
        return sender.statuses().stream().map(DeviceStatus::getProgress).toList();
    }
}
