package io.stampede.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.agent.egress.FileEgressLedger;
import io.stampede.agent.egress.LedgerBounds;
import io.stampede.agent.egress.OutboundMessage;
import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EgressCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ManualClock clock = new ManualClock();
    @TempDir private Path root;

    @BeforeEach
    void sendTwoMessagesTenDaysApart() {
        Path directory = new DataDirectory(root).egress();
        try (FileEgressLedger ledger =
                FileEgressLedger.open(directory, LedgerBounds.DEFAULT, clock)) {
            ledger.note(status(DeviceState.DEVICE_STATE_IDLE));
            clock.advance(Duration.ofDays(10));
            ledger.note(status(DeviceState.DEVICE_STATE_SERVING));
        }
    }

    @Test
    void shows_the_last_week_and_checks_all() {
        JsonObject answer = json("--output", "json");

        assertEquals(1, answer.getAsJsonArray("messages").size());
        JsonObject message = answer.getAsJsonArray("messages").get(0).getAsJsonObject();
        assertEquals(
                "DEVICE_STATE_SERVING",
                message.getAsJsonObject("value").get("state").getAsString());
        assertEquals(2, answer.getAsJsonObject("chain").get("entries").getAsInt());
        assertTrue(answer.getAsJsonObject("chain").get("intact").getAsBoolean());
        assertEquals(
                message.get("key_bytes").getAsLong()
                        + message.get("header_bytes").getAsLong()
                        + message.get("value_bytes").getAsLong(),
                answer.getAsJsonObject("totals").get("bytes").getAsLong());
    }

    @Test
    void shows_as_far_back_as_asked() {
        assertEquals(
                2, json("--since", "all", "--output", "json").getAsJsonArray("messages").size());
        assertEquals(
                2, json("--since", "2w", "--output", "json").getAsJsonArray("messages").size());
    }

    @Test
    void verifies_without_showing_messages() {
        JsonObject answer = json("--verify", "--since", "all", "--output", "json");

        assertEquals(0, answer.getAsJsonArray("messages").size());
        assertEquals(2, answer.getAsJsonObject("totals").get("messages").getAsInt());
    }

    @Test
    void says_each_message_to_people() {
        assertEquals(0, run());

        String text = out.toString(UTF_8);
        assertTrue(text.contains("stampede.device.status"), text);
        assertTrue(text.contains("\"state\":\"DEVICE_STATE_SERVING\""), text);
        assertFalse(text.contains("DEVICE_STATE_IDLE"), text);
        assertTrue(text.contains("chain    whole, 2 entries"), text);
    }

    @Test
    void ends_with_4_and_names_the_entry_where_a_byte_was_changed() throws IOException {
        // Given
        try (var files = Files.list(root.resolve("egress"))) {
            Path file = files.findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replace("STATE_IDLE", "STATE_IDLY"));
        }

        // When
        int status = run("--output", "json");

        // Then
        assertEquals(4, status);
        String error = err.toString(UTF_8);
        assertEquals(1, error.strip().lines().count(), error);
        assertTrue(error.startsWith("stampede agent: EGRESS_LEDGER_BROKEN: "), error);
        assertTrue(error.contains("entry 1 ("), error);
        assertFalse(
                JsonParser.parseString(out.toString(UTF_8))
                        .getAsJsonObject()
                        .getAsJsonObject("chain")
                        .get("intact")
                        .getAsBoolean());
    }

    @Test
    void refuses_an_age_that_nobody_understands() {
        assertEquals(2, run("--since", "yesterday"));
        assertTrue(err.toString(UTF_8).contains("INVALID_ARGUMENT"));
    }

    private JsonObject json(String... arguments) {
        out.reset();
        assertEquals(0, run(arguments), err.toString(UTF_8));
        return JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
    }

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false);
        ErrorLine errors = new ErrorLine(terminal);
        return new CommandLine(new EgressCommand(terminal, clock))
                .addMixin("stacktrace", new StackTrace())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .execute(with(arguments));
    }

    private String[] with(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--data-dir";
        all[1] = root.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return all;
    }

    /** The option that the whole program has. */
    static final class StackTrace {
        @CommandLine.Option(names = "--stacktrace")
        boolean wanted;
    }

    private static OutboundMessage status(DeviceState state) {
        return new OutboundMessage(
                "stampede.device.status",
                "dev",
                Map.of("ce_id", "1".getBytes(UTF_8)),
                DeviceStatus.newBuilder().setDeviceId("dev").setState(state).build());
    }
}
