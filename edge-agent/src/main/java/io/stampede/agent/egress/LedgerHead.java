package io.stampede.agent.egress;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.Sha256;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a chain goes on.
 *
 * @param nextSequence number of the next entry
 * @param previousLink what it names as its previous link
 */
record LedgerHead(long nextSequence, String previousLink) {
    LedgerHead {
        requireNonNull(previousLink, "previous link is null");
    }

    /** Behind the last whole line of a ledger; the beginning where there is none. */
    static LedgerHead find(Path directory) {
        List<Path> files = new ArrayList<>(LedgerFiles.list(directory));
        while (!files.isEmpty()) {
            Tail tail = new Tail(files.remove(files.size() - 1));
            if (tail.lines > 0) {
                return tail.head();
            }
        }
        return new LedgerHead(1, LedgerEntry.NO_LINK);
    }

    /** In front of the first entry of a file. */
    static LedgerHead before(Path file) {
        return new Tail(file)
                .first
                .map(entry -> new LedgerHead(entry.sequence(), entry.previous()))
                .orElse(new LedgerHead(LedgerFiles.firstSequence(file), LedgerEntry.NO_LINK));
    }

    /** When the first entry of a file was written. */
    static Optional<Instant> firstWritten(Path file) {
        return new Tail(file).first.map(LedgerEntry::at);
    }

    /** Bytes of the whole lines of a file. */
    static long whole(Path file) {
        return new Tail(file).bytes;
    }

    /** What one pass over a file finds. */
    private static final class Tail {
        private final Path file;
        private Optional<LedgerEntry> first = Optional.empty();
        private byte[] last = new byte[0];
        private long lines;
        private long bytes;

        Tail(Path file) {
            this.file = file;
            LedgerFiles.forEachLine(
                    file,
                    (line, end) -> {
                        if (end > 0) {
                            first = lines == 0 ? read(line) : first;
                            last = line;
                            lines++;
                            bytes = end;
                        }
                    });
        }

        /** A line that nobody can read is gone round: the check will name it. */
        LedgerHead head() {
            return read(last)
                    .map(entry -> new LedgerHead(entry.sequence() + 1, entry.link()))
                    .orElseGet(
                            () ->
                                    new LedgerHead(
                                            LedgerFiles.firstSequence(file) + lines,
                                            Sha256.hex(last)));
        }

        private static Optional<LedgerEntry> read(byte[] line) {
            try {
                return Optional.of(LedgerEntry.read(line));
            } catch (StampedeException e) {
                return Optional.empty();
            }
        }
    }
}
