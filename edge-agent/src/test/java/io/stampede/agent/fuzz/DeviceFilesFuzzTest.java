package io.stampede.agent.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.stampede.agent.adapt.AdaptationDocument;
import io.stampede.agent.adapt.Slots;
import io.stampede.agent.config.AgentConfigLoader;
import io.stampede.agent.config.AgentSettings;
import io.stampede.agent.doctor.BrokerSettings;
import io.stampede.agent.egress.FileEgressLedger;
import io.stampede.agent.egress.LedgerAudit;
import io.stampede.agent.egress.LedgerBounds;
import io.stampede.agent.egress.OutboundMessage;
import io.stampede.agent.hold.Moment;
import io.stampede.agent.testkit.FakeRunner;
import io.stampede.agent.testkit.ManualClock;
import io.stampede.core.prune.Budget;
import io.stampede.proto.v1.DeviceStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class DeviceFilesFuzzTest {
    private static final String LEDGER = "ledger-000000000000000001.jsonl";
    private static final String CONFIGURATION =
            """
            stampede.agent.data=procedural:target
            stampede.agent.budget.max-parameters=1000
            stampede.agent.learning-rate=0.05
            stampede.agent.max-backoff=5m
            stampede.agent.child-jvm-options=-Xss512k,-Xmx512m
            """;
    private static final String POINTER =
            "{\"slot\":\"a\",\"model_name\":\"stamp\",\"model_version\":3,\"model_sha256\":\""
                    + "0f".repeat(32)
                    + "\"}";
    private static final String STANDING =
            POINTER.replace(
                    "}",
                    ",\"cause\":\"adapted\",\"switch\":\"u\",\"since\":\"2026-11-22T00:00:00Z\","
                            + "\"why\":\"w\",\"previous\":"
                            + POINTER
                            + ",\"rejected\":"
                            + POINTER
                            + "}");

    /** Says that a key stands twice, which a property of this class makes it do all the time. */
    private static final Logger DUPLICATES = Logger.getLogger("io.smallrye.config");

    private static Scratch scratch;
    private static byte[] ledger;

    @BeforeContainer
    static void makeSeeds() throws IOException {
        DUPLICATES.setLevel(Level.OFF);
        scratch = new Scratch();
        ledger = makeLedger(scratch.path("seed"));
    }

    @AfterContainer
    static void deleteFiles() throws IOException {
        DUPLICATES.setLevel(null);
        scratch.close();
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void slots_pointer(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(STANDING.getBytes(UTF_8), POINTER.getBytes(UTF_8)),
                bytes -> {
                    Slots slots = new Slots(scratch.hold("slots/current", bytes).getParent());
                    slots.standing();
                    slots.current();
                    slots.previous();
                });
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void adaptation_document(@ForAll long number) {
        JsonObject document =
                AdaptationDocument.write(
                        FakeRunner.result(Path.of("slot")),
                        Budget.UNLIMITED.withMaxParameters(1_000));
        Fuzz.feed(
                number,
                List.of(document.toString().getBytes(UTF_8)),
                bytes -> AdaptationDocument.read(new String(bytes, UTF_8)));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void configuration_file(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(CONFIGURATION.getBytes(UTF_8)),
                bytes ->
                        AgentSettings.from(
                                AgentConfigLoader.load(
                                        Optional.of(scratch.hold("agent.properties", bytes)))));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void egress_ledger(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(ledger),
                bytes -> {
                    Path directory = scratch.hold("egress/" + LEDGER, bytes).getParent();
                    LedgerAudit.Verdict verdict =
                            LedgerAudit.of(
                                    directory, message -> assertTrue(message.json().size() > 0));
                    byte[] lines = Arrays.copyOf(bytes, endOfLines(bytes));
                    assertTrue(
                            !verdict.intact() || startsWith(ledger, lines),
                            "expected every change of a whole line to be seen");
                });
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void egress_ledger_goes_on_behind_anything(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of(ledger),
                bytes -> {
                    Path directory = scratch.hold("going/" + LEDGER, bytes).getParent();
                    LedgerAudit.Verdict before = LedgerAudit.of(directory, message -> {});
                    note(directory, 1);
                    LedgerAudit.Verdict after = LedgerAudit.of(directory, message -> {});
                    assertTrue(
                            before.intact() == after.intact()
                                    && after.entries() == before.entries() + 1,
                            () -> before + " then " + after);
                });
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void kafka_addresses(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of("SSL://broker:9093,[::1]:9092".getBytes(UTF_8)),
                bytes -> BrokerSettings.of(Map.of("bootstrap.servers", new String(bytes, UTF_8))));
    }

    @Property(tries = Fuzz.TRIES, shrinking = ShrinkingMode.OFF)
    void moments(@ForAll long number) {
        Fuzz.feed(
                number,
                List.of("score:middle".getBytes(UTF_8)),
                bytes -> Moment.parse(new String(bytes, UTF_8)));
    }

    private static boolean startsWith(byte[] bytes, byte[] beginning) {
        return beginning.length <= bytes.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }

    /** A last line without an end is one that is being written. */
    private static int endOfLines(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static byte[] makeLedger(Path directory) throws IOException {
        note(directory, 3);
        return Files.readAllBytes(directory.resolve(LEDGER));
    }

    private static void note(Path directory, int count) {
        try (FileEgressLedger ledger =
                FileEgressLedger.open(directory, LedgerBounds.DEFAULT, new ManualClock())) {
            for (int i = 0; i < count; i++) {
                ledger.note(
                        new OutboundMessage(
                                "t",
                                "k",
                                Map.of("ce_id", new byte[] {'1'}),
                                DeviceStatus.newBuilder().setServingVersion(i).build()));
            }
        }
    }
}
