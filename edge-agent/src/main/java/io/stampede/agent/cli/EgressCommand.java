package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import io.stampede.agent.config.AgentConfigLoader;
import io.stampede.agent.egress.LedgerAudit;
import io.stampede.agent.egress.LedgerMessage;
import io.stampede.agent.store.DataDirectory;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code egress}: everything that was handed to Kafka, message by message, and whether it is so.
 */
@Command(
        name = "egress",
        description = {
            "Shows every message that was handed to Kafka and checks the ledger's chain.",
            "Exit status 4 where a byte of the ledger was changed; the line names the entry."
        },
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class EgressCommand implements Callable<Integer> {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final Terminal terminal;
    private final Clock clock;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The agent's data directory (default: as configured).")
    private Path dataDir;

    @Option(
            names = "--since",
            paramLabel = "AGE",
            defaultValue = "7d",
            description = "30m, 12h, 7d, 4w, an instant, or all (default: ${DEFAULT-VALUE}).")
    private String since;

    @Option(
            names = "--verify",
            description = "Only check the whole chain; show totals and no messages.")
    private boolean verify;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How to answer (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    EgressCommand(Terminal terminal, Clock clock) {
        this.terminal = requireNonNull(terminal, "terminal is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Integer call() {
        Instant from = SinceOption.parse(since, clock);
        Path root = dataDir != null ? dataDir : AgentConfigLoader.load(Optional.empty()).dataDir();
        Path ledger = new DataDirectory(root).egress();
        EgressTotals totals = new EgressTotals();
        LedgerAudit.Verdict verdict =
                output == OutputFormat.json
                        ? writeJson(ledger, from, totals)
                        : writeText(ledger, from, totals);
        terminal.out().flush();
        if (!verdict.intact()) {
            throw new StampedeException(
                    ErrorCode.EGRESS_LEDGER_BROKEN,
                    "expected every entry of %s as it was written, found: %s"
                            .formatted(ledger, String.join("; ", verdict.problems())));
        }
        return 0;
    }

    /** Entry by entry, because a ledger may be longer than the heap. */
    private LedgerAudit.Verdict writeJson(Path ledger, Instant from, EgressTotals totals) {
        try {
            JsonWriter json =
                    new JsonWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8));
            json.setIndent("  ");
            json.beginObject().name("since").value(since).name("messages").beginArray();
            LedgerAudit.Verdict verdict =
                    LedgerAudit.of(
                            ledger,
                            message -> {
                                if (counts(message, from, totals)) {
                                    JSON.toJson(message.json(), json);
                                }
                            });
            json.endArray().name("totals");
            JSON.toJson(totals.json(), json);
            json.name("chain");
            JSON.toJson(chain(verdict), json);
            json.endObject().flush();
            terminal.out().println();
            return verdict;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LedgerAudit.Verdict writeText(Path ledger, Instant from, EgressTotals totals) {
        LedgerAudit.Verdict verdict =
                LedgerAudit.of(
                        ledger,
                        message -> {
                            if (counts(message, from, totals)) {
                                print(message);
                            }
                        });
        totals.print(terminal.out());
        terminal.out()
                .printf(
                        "chain    %s, %d entries, head %s%n",
                        verdict.intact() ? "whole" : "BROKEN", verdict.entries(), verdict.head());
        if (verdict.removedThrough() > 0) {
            terminal.out()
                    .printf("removed  entries 1 to %d, to make room%n", verdict.removedThrough());
        }
        return verdict;
    }

    /** Whether a message is to be shown; it is counted wherever it is recent enough. */
    private boolean counts(LedgerMessage message, Instant from, EgressTotals totals) {
        boolean recent = !message.at().isBefore(from);
        if (recent) {
            totals.add(message);
        }
        return recent && !verify;
    }

    private void print(LedgerMessage message) {
        JsonObject json = message.json();
        terminal.out()
                .printf(
                        "%d  %s  %s  %d bytes (key %d, headers %d, value %d)  sha256 %s%n"
                                + "    headers %s%n    value %s%n",
                        message.sequence(),
                        message.at(),
                        message.topic(),
                        message.bytes(),
                        message.keyBytes(),
                        message.headerBytes(),
                        message.valueBytes(),
                        message.sha256(),
                        json.get("headers"),
                        json.get("value"));
    }

    private static JsonObject chain(LedgerAudit.Verdict verdict) {
        JsonObject chain = new JsonObject();
        chain.addProperty("intact", verdict.intact());
        chain.addProperty("entries", verdict.entries());
        chain.addProperty("removed_through", verdict.removedThrough());
        chain.addProperty("head", verdict.head());
        JsonArray problems = new JsonArray();
        verdict.problems().forEach(problems::add);
        chain.add("problems", problems);
        return chain;
    }
}
