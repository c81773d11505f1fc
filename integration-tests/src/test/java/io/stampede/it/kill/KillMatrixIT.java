package io.stampede.it.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.stampede.agent.hold.Stage;
import io.stampede.it.kill.Cell.Victim;
import io.stampede.it.process.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Version 1 serves, version 2 is on its way, and the agent is killed with SIGKILL at an exact
 * moment. Whatever the moment: on disk version 1 or version 2 serves; after a restart version 2
 * does; its report is at the server once; no chunk that was verified is fetched again; the egress
 * ledger is whole.
 */
class KillMatrixIT {
    private static final Pattern BEGUN =
            Pattern.compile("chunks=(\\d+) resumed=(\\d+) copied=(\\d+)");
    private static final Pattern WHOLE = Pattern.compile("fetched=(\\d+)");
    private static final List<String> TABLE = new ArrayList<>();

    @TempDir static Path root;
    private static Server server;
    private static Device template;

    @BeforeAll
    static void serveVersionOne() {
        server = new Server(root);
        server.publish(1);
        template = new Device("kill-template", root.resolve("template"), bootstrap());
        try (Running agent = template.start(Optional.empty())) {
            template.awaitServing(agent, 1);
            agent.terminate();
        }
        server.publish(2);
    }

    @AfterAll
    static void printTable() throws IOException {
        server.close();
        System.out.printf(
                "%n%-20s %-6s %-10s %-9s %-9s %-8s %s%n",
                "moment", "victim", "on disk", "verified", "fetched", "reports", "s");
        TABLE.forEach(System.out::println);
    }

    static List<Cell> cells() {
        return "kill".equals(System.getProperty("its")) ? Cell.all() : Cell.few();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void ends_with_the_new_version_and_one_report(Cell cell) {
        // Given
        Instant begin = Instant.now();
        Device device = new Device(cell.name(), root.resolve(cell.name()), bootstrap());
        device.copyOf(template);
        Seen seen = new Seen();

        // When
        if (cell.victim() == Victim.AGENT) {
            killAgent(cell, device, seen);
        } else {
            killChild(cell, device, seen);
        }

        // Then
        assertOneReport(device, seen);
        assertTrue(device.ledger().intact(), () -> device.ledger().toString());
        assertEquals(2, device.servingOnDisk());
        TABLE.add(seen.row(cell, Duration.between(begin, Instant.now())));
    }

    /** What a cell showed. */
    private static final class Seen {
        private long onDisk;
        private long verified;
        private long fetched;
        private int reports;

        private String row(Cell cell, Duration took) {
            return String.format(
                    Locale.ROOT,
                    "%-20s %-6s version %-2d %-9d %-9d %-8d %.1f",
                    cell.moment(),
                    cell.victim().name().toLowerCase(Locale.ROOT),
                    onDisk,
                    verified,
                    fetched,
                    reports,
                    took.toMillis() / 1000.0);
        }
    }

    private static void killAgent(Cell cell, Device device, Seen seen) {
        try (Running agent = device.start(Optional.of(cell.moment().toString()))) {
            device.awaitHeld(agent);
            agent.kill();
        }
        seen.onDisk = device.servingOnDisk();
        seen.verified = device.verifiedChunks();
        boolean whole = device.isOnShelf(Server.MODEL, 2);
        assertTrue(seen.onDisk == 1 || seen.onDisk == 2);
        assertEquals(mayServeNew(cell), seen.onDisk == 2, "version " + seen.onDisk + " serves");
        device.release();
        try (Running agent = device.start(Optional.empty())) {
            device.awaitServing(agent, 2);
            assertNothingRefetched(agent.errors(), whole, seen);
        }
    }

    /** The agent lives on, keeps what serves, and tries again by itself. */
    private static void killChild(Cell cell, Device device, Seen seen) {
        try (Running agent = device.start(Optional.of(cell.moment().toString()))) {
            long held = device.awaitHeld(agent);
            assertFalse(held == agent.id(), "expected the child to be held");
            seen.onDisk = device.servingOnDisk();
            assertEquals(1, seen.onDisk);
            ProcessHandle.of(held).orElseThrow().destroyForcibly();
            device.awaitServing(agent, 2);
            seen.fetched = number(WHOLE, agent.errors()).orElseThrow();
            assertEquals(1, count("Receiving a model", agent.errors()));
        }
    }

    /** Only once the switch has been made, which its middle is not. */
    private static boolean mayServeNew(Cell cell) {
        return cell.moment().stage() == Stage.REPORT
                || cell.moment().toString().equals("switch:leave");
    }

    private static void assertNothingRefetched(String log, boolean whole, Seen seen) {
        if (whole || seen.onDisk == 2) {
            assertEquals(0, count("Receiving a model", log), log);
            return;
        }
        Matcher begun = BEGUN.matcher(log);
        assertTrue(begun.find(), log);
        long chunks = Long.parseLong(begun.group(1));
        assertEquals(seen.verified, Long.parseLong(begun.group(2)), log);
        assertEquals(0, Long.parseLong(begun.group(3)), "nothing is common to both versions");
        seen.fetched = number(WHOLE, log).orElseThrow();
        assertEquals(chunks - seen.verified, seen.fetched, log);
    }

    /** By the server's account; a record that came twice must have been the same report. */
    private static void assertOneReport(Device device, Seen seen) {
        JsonArray reports = server.awaitReports(device);
        Set<String> ids = new HashSet<>();
        for (JsonElement element : reports) {
            JsonObject report = element.getAsJsonObject();
            ids.add(report.get("report_id").getAsString());
            assertEquals(2, report.get("model_version").getAsInt());
            assertEquals("adapted", report.get("outcome").getAsString(), report::toString);
        }
        seen.reports = reports.size();
        assertEquals(1, reports.size(), reports::toString);
        assertEquals(1, ids.size());
    }

    private static Optional<Long> number(Pattern pattern, String log) {
        Matcher matcher = pattern.matcher(log);
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    private static int count(String what, String log) {
        return log.split(Pattern.quote(what), -1).length - 1;
    }

    private static String bootstrap() {
        return server.bootstrapServers();
    }
}
