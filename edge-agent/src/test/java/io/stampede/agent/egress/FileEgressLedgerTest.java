package io.stampede.agent.egress;

import static io.stampede.agent.testkit.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.core.ErrorCode;
import io.stampede.proto.CloudEventHeaders;
import io.stampede.proto.EventType;
import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.GroupCount;
import io.stampede.proto.v1.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEgressLedgerTest {
    private static final LedgerBounds SMALL = new LedgerBounds(3_000, 12_000, Duration.ofDays(90));

    private final ManualClock clock = new ManualClock();
    @TempDir private Path root;

    @Test
    void tells_every_message_with_its_sizes_and_what_it_said() throws IOException {
        // Given
        OutboundMessage sent = report(1);
        note(LedgerBounds.DEFAULT, sent);

        // When
        List<LedgerMessage> told = messages();

        // Then
        assertEquals(1, told.size());
        LedgerMessage message = told.get(0);
        assertEquals("stampede.device.report", message.topic());
        assertEquals(6, message.keyBytes());
        assertEquals(sent.value().length, message.valueBytes());
        assertEquals(
                sent.headers().entrySet().stream()
                        .mapToInt(h -> h.getKey().length() + h.getValue().length)
                        .sum(),
                message.headerBytes());
        assertEquals(
                "{\"report_id\":\"report-1\",\"sequence\":18446744073709551615,"
                        + "\"model_sha256\":\"00ff\",\"outcome\":\"OUTCOME_ADAPTED\","
                        + "\"groups\":[{\"group\":\"conv1\",\"kept\":3}],"
                        + "\"validation_accuracy\":\"NaN\"}",
                message.json().get("value").toString());
        assertTrue(audit().intact());
    }

    @Test
    void goes_on_where_it_ended_after_a_restart() {
        note(LedgerBounds.DEFAULT, report(1), report(2));
        note(LedgerBounds.DEFAULT, report(3));

        assertEquals(List.of(1L, 2L, 3L), sequences());
        assertTrue(audit().intact());
    }

    @Test
    void is_empty_and_whole_where_nothing_was_ever_sent() {
        LedgerAudit.Verdict verdict = LedgerAudit.of(root.resolve("nowhere"), message -> {});

        assertTrue(verdict.intact());
        assertEquals(0, verdict.entries());
    }

    @Test
    void cuts_a_last_line_that_power_loss_has_torn() throws IOException {
        // Given
        note(LedgerBounds.DEFAULT, report(1), report(2));
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 300));

        // When
        note(LedgerBounds.DEFAULT, report(3));

        // Then
        assertEquals(List.of(1L, 2L), sequences());
        assertEquals(
                "report-3",
                messages().get(1).json().getAsJsonObject("value").get("report_id").getAsString());
        assertTrue(audit().intact());
    }

    @Test
    void takes_an_unfinished_last_line_for_one_that_is_being_written() throws IOException {
        note(LedgerBounds.DEFAULT, report(1), report(2));
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertTrue(audit().intact());
        assertEquals(List.of(1L), sequences());
    }

    @Test
    void finds_any_single_byte_that_was_changed_and_names_its_entry() throws IOException {
        // Given
        note(LedgerBounds.DEFAULT, report(1), report(2), report(3));
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        int second = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        int third = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n', second) + 1;

        for (int position = second; position < third - 1; position++) {
            // When
            byte[] changed = whole.clone();
            changed[position] ^= 1;
            Files.write(file, changed);
            LedgerAudit.Verdict verdict = audit();

            // Then
            assertFalse(verdict.intact(), "byte " + position);
            assertTrue(verdict.problems().get(0).startsWith("entry 2 ("), verdict::toString);
        }
    }

    @Test
    void finds_lines_that_are_missing_moved_or_repeated() throws IOException {
        // Given
        note(LedgerBounds.DEFAULT, report(1), report(2), report(3), report(4));
        List<String> lines = Files.readAllLines(files().get(0));

        // When / Then
        assertBroken(List.of(lines.get(1), lines.get(2), lines.get(3)));
        assertBroken(List.of(lines.get(0), lines.get(2), lines.get(3)));
        assertBroken(List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3)));
        assertBroken(List.of(lines.get(0), lines.get(1), lines.get(1), lines.get(2)));
    }

    @Test
    void finds_an_entry_that_was_made_anew_with_a_link_of_its_own() throws IOException {
        // Given
        note(LedgerBounds.DEFAULT, report(1), report(2), report(3));
        List<String> lines = new ArrayList<>(Files.readAllLines(files().get(0)));
        LedgerEntry second = LedgerEntry.read(lines.get(1).getBytes(StandardCharsets.UTF_8));

        // When
        LedgerEntry forged =
                LedgerEntry.chain(
                        2, second.at(), LedgerEntry.message(report(9)), second.previous());
        lines.set(1, new String(forged.line(), StandardCharsets.UTF_8));
        Files.write(files().get(0), lines);

        // Then
        assertTrue(audit().problems().get(0).startsWith("entry 3 ("), audit()::toString);
    }

    @Test
    void carries_the_chain_over_into_the_next_file() {
        for (int i = 0; i < 8; i++) {
            note(SMALL, report(i));
        }

        assertTrue(files().size() > 1);
        assertEquals(8, messages().size());
        assertTrue(audit().intact());
    }

    @Test
    void keeps_within_its_bounds_and_says_what_it_removed() throws IOException {
        // Given
        try (FileEgressLedger ledger = FileEgressLedger.open(root, SMALL, clock)) {
            // When
            for (int i = 0; i < 60; i++) {
                ledger.note(report(i));
            }
        }

        // Then
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertTrue(bytes < 12_000 + 3_000, "found " + bytes);
        LedgerAudit.Verdict verdict = audit();
        assertTrue(verdict.intact(), verdict::toString);
        assertEquals(LedgerFiles.firstSequence(files().get(0)) - 1, verdict.removedThrough());
        assertTrue(verdict.removedThrough() > 0);
    }

    @Test
    void removes_after_ninety_days_and_not_before() {
        // Given
        LedgerBounds wide = new LedgerBounds(3_000, 10_000_000, Duration.ofDays(90));
        for (int i = 0; i < 6; i++) {
            note(wide, report(i));
        }

        // When
        clock.advance(Duration.ofDays(89));
        for (int i = 6; i < 12; i++) {
            note(wide, report(i));
        }

        // Then
        assertEquals(12, messages().size());

        // When
        clock.advance(Duration.ofDays(2));
        for (int i = 12; i < 18; i++) {
            note(wide, report(i));
        }

        // Then
        assertTrue(messages().size() < 18);
        assertTrue(sequences().contains(7L), "younger than 90 days");
        assertTrue(audit().intact());
    }

    @Test
    void a_clock_that_leaps_ahead_for_a_while_makes_nothing_old() {
        // Given
        LedgerBounds wide = new LedgerBounds(3_000, 10_000_000, Duration.ofDays(90));
        for (int i = 0; i < 12; i++) {
            note(wide, report(i));
        }
        int filesBefore = LedgerFiles.list(root).size();

        // When: the next file is begun in another century
        clock.advance(Duration.ofDays(36_500));
        int notes = 12;
        while (LedgerFiles.list(root).size() == filesBefore) {
            note(wide, report(notes++));
        }
        clock.advance(Duration.ofDays(-36_500));

        // Then
        assertEquals(notes, messages().size());
        assertTrue(audit().intact());
    }

    @Test
    void sees_that_the_oldest_file_was_taken_away() throws IOException {
        for (int i = 0; i < 8; i++) {
            note(SMALL, report(i));
        }
        Files.delete(files().get(0));

        assertTrue(audit().problems().get(0).contains("are gone and no entry says"));
    }

    @Test
    void goes_on_behind_a_line_that_nobody_can_read_and_names_it_alone() throws IOException {
        // Given
        note(LedgerBounds.DEFAULT, report(1));
        Files.writeString(files().get(0), "rubbish\n", StandardOpenOption.APPEND);

        // When
        note(LedgerBounds.DEFAULT, report(3), report(4));

        // Then
        assertEquals(1, audit().problems().size(), audit()::toString);
        assertTrue(audit().problems().get(0).startsWith("entry 2 ("));
        assertEquals(3, messages().size());
    }

    @Test
    void refuses_where_the_disk_does() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");

        assertFails(
                ErrorCode.STORAGE_FAILED,
                () -> FileEgressLedger.open(file, LedgerBounds.DEFAULT, clock));
    }

    private void assertBroken(List<String> lines) throws IOException {
        Files.write(files().get(0), lines);
        assertFalse(audit().intact());
    }

    private void note(LedgerBounds bounds, OutboundMessage... messages) {
        try (FileEgressLedger ledger = FileEgressLedger.open(root, bounds, clock)) {
            for (OutboundMessage message : messages) {
                ledger.note(message);
            }
        }
    }

    private LedgerAudit.Verdict audit() {
        return LedgerAudit.of(root, message -> {});
    }

    private List<LedgerMessage> messages() {
        List<LedgerMessage> messages = new ArrayList<>();
        LedgerAudit.of(root, messages::add);
        return messages;
    }

    private List<Long> sequences() {
        return messages().stream().map(LedgerMessage::sequence).toList();
    }

    private List<Path> files() {
        return LedgerFiles.list(root);
    }

    static OutboundMessage report(int number) {
        AdaptationReport report =
                AdaptationReport.newBuilder()
                        .setReportId("report-" + number)
                        .setSequence(-1)
                        .setModelSha256(ByteString.copyFrom(new byte[] {0, -1}))
                        .setOutcome(Outcome.OUTCOME_ADAPTED)
                        .addGroups(GroupCount.newBuilder().setGroup("conv1").setKept(3))
                        .setValidationAccuracy(Double.NaN)
                        .build();
        CloudEventHeaders event =
                new CloudEventHeaders(
                        report.getReportId(),
                        "/devices/dev",
                        EventType.DEVICE_REPORT,
                        new ManualClock().instant());
        return new OutboundMessage(
                "stampede.device.report", "dev-\u00fc", event.toHeaders(), report);
    }
}
