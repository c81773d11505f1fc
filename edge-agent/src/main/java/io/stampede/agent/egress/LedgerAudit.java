package io.stampede.agent.egress;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.Sha256;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads a ledger from its first line to its last and checks every link of the chain.
 *
 * <p>Reads beside a running agent: a last line without an end is one that is being written.
 */
public final class LedgerAudit {
    /** More are counted and not described. */
    private static final int MOST_PROBLEMS = 20;

    private final Consumer<LedgerMessage> sink;
    private final List<String> problems = new ArrayList<>();
    private String expectedLink = LedgerEntry.NO_LINK;
    private long expectedSequence = 1;
    private long entries;
    private long broken;
    private long removedThrough;
    private OptionalLong gapThrough = OptionalLong.empty();
    private String gapLink = LedgerEntry.NO_LINK;

    /**
     * What an audit found.
     *
     * @param entries lines read, of both kinds
     * @param removedThrough last entry that was removed to make room, 0 for none
     * @param head link of the last entry: noted elsewhere, it proves later that no line of today
     *     was changed or cut off since
     * @param problems what is wrong, empty where the chain is whole; at most 20 are described
     */
    public record Verdict(long entries, long removedThrough, String head, List<String> problems) {
        /** Copies. */
        public Verdict {
            requireNonNull(head, "head is null");
            problems = List.copyOf(problems);
        }

        /** Whether every byte is as it was written. */
        public boolean intact() {
            return problems.isEmpty();
        }
    }

    private LedgerAudit(Consumer<LedgerMessage> sink) {
        this.sink = sink;
    }

    /**
     * Audits a ledger.
     *
     * @param directory of the ledger; one that does not exist is an empty ledger
     * @param sink called with every message whose entry can be read, in order
     * @throws StampedeException with {@code STORAGE_FAILED} where a file cannot be read
     */
    public static Verdict of(Path directory, Consumer<LedgerMessage> sink) {
        LedgerAudit audit = new LedgerAudit(requireNonNull(sink, "sink is null"));
        for (Path file : LedgerFiles.list(directory)) {
            audit.read(file);
        }
        return audit.verdict();
    }

    private void read(Path file) {
        long[] line = {0};
        LedgerFiles.forEachLine(
                file,
                (bytes, end) -> {
                    line[0]++;
                    if (end > 0) {
                        take(file.getFileName() + " line " + line[0], bytes);
                    }
                });
    }

    private void take(String where, byte[] bytes) {
        entries++;
        try {
            LedgerEntry entry = LedgerEntry.read(bytes);
            follow(where, entry);
            if (entry.isMessage()) {
                sink.accept(new LedgerMessage(entry));
            }
        } catch (StampedeException e) {
            note("entry %d (%s): %s".formatted(expectedSequence, where, e.getMessage()));
            expectedSequence++;
            expectedLink = Sha256.hex(bytes);
            broken = entries;
        }
    }

    private void follow(String where, LedgerEntry entry) {
        boolean first = entries == 1;
        boolean behindBroken = broken > 0 && broken == entries - 1;
        if (first && entry.sequence() > 1) {
            gapThrough = OptionalLong.of(entry.sequence() - 1);
            gapLink = entry.previous();
        } else if (entry.sequence() != expectedSequence && !behindBroken) {
            note(
                    "entry %d (%s): expected entry %d here; entries are missing or were moved"
                            .formatted(entry.sequence(), where, expectedSequence));
        } else if (!entry.previous().equals(expectedLink) && !behindBroken) {
            note(
                    "entry %d (%s): it names another previous entry than the one before it"
                            .formatted(entry.sequence(), where));
        }
        entry.removedThrough().ifPresent(through -> explainGap(entry, through));
        expectedSequence = entry.sequence() + 1;
        expectedLink = entry.link();
    }

    private void explainGap(LedgerEntry entry, long through) {
        removedThrough = Math.max(removedThrough, through);
        boolean explains =
                gapThrough.isPresent()
                        && (through > gapThrough.getAsLong()
                                || (through == gapThrough.getAsLong()
                                        && entry.removedLink().equals(gapLink)));
        if (explains) {
            gapThrough = OptionalLong.empty();
        }
    }

    private Verdict verdict() {
        gapThrough.ifPresent(
                through ->
                        note(
                                "entries 1 to %d are gone and no entry says that they were removed"
                                        .formatted(through)));
        return new Verdict(entries, removedThrough, expectedLink, problems);
    }

    private void note(String problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }
}
