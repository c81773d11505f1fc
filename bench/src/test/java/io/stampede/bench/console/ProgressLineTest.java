package io.stampede.bench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong(1_000_000);

    @Test
    void logs_a_line_every_ten_seconds_without_a_terminal() {
        // Given
        ProgressLine line = line(false);

        // When
        for (int step = 1; step <= 30; step++) {
            line.show("pretrain", step, 30, "loss 1");
            now.addAndGet(1000);
        }

        // Then
        assertEquals(4, text().lines().count(), text());
        assertTrue(text().lines().allMatch(each -> each.contains("pretrain")), text());
        assertTrue(text().contains("100 %  30/30"), text());
    }

    @Test
    void redraws_one_bar_on_a_terminal() {
        // Given
        ProgressLine line = line(true);

        // When
        line.show("pretrain", 5, 10, "");
        now.addAndGet(1000);
        line.show("pretrain", 10, 10, "");
        line.finish();

        // Then
        assertEquals(1, text().lines().filter(each -> each.contains("#")).count() - 1, text());
        assertTrue(text().contains("[############------------]"), text());
        assertTrue(text().contains("[########################]"), text());
    }

    @Test
    void keeps_quiet_about_waiting_while_there_is_progress_to_show() {
        // Given
        ProgressLine line = line(false);
        line.show("pretrain", 1, 10, "");

        // When
        now.addAndGet(60_000);
        line.beat("queued", 60);

        // Then
        assertEquals(1, text().lines().count(), text());
    }

    private ProgressLine line(boolean terminal) {
        Clock clock =
                new Clock() {
                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return Instant.ofEpochMilli(now.get());
                    }
                };
        return new ProgressLine(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, clock);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
