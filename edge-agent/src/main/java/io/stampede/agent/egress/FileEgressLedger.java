package io.stampede.agent.egress;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.stampede.agent.store.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger on disk: lines appended to a file, each forced to disk before the message leaves.
 *
 * <p>Safe for many threads of one process; one process alone may write, which the lock of the data
 * directory sees to.
 */
public final class FileEgressLedger implements EgressLedger, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileEgressLedger.class);

    private final Path directory;
    private final LedgerBounds bounds;
    private final Clock clock;
    private FileChannel channel;
    private long length;
    private LedgerHead head;

    private FileEgressLedger(Path directory, LedgerBounds bounds, Clock clock) {
        this.directory = directory;
        this.bounds = bounds;
        this.clock = clock;
    }

    /**
     * Opens a ledger where its last entry ends. A line that power loss cut short is removed: what
     * it would have noted was not sent.
     *
     * @throws io.stampede.core.StampedeException with {@code STORAGE_FAILED}
     */
    public static FileEgressLedger open(Path directory, LedgerBounds bounds, Clock clock) {
        FileEgressLedger ledger =
                new FileEgressLedger(
                        requireNonNull(directory, "directory is null"),
                        requireNonNull(bounds, "bounds is null"),
                        requireNonNull(clock, "clock is null"));
        try {
            Files.createDirectories(directory);
            ledger.head = LedgerHead.find(directory);
            List<Path> files = LedgerFiles.list(directory);
            if (files.isEmpty()) {
                ledger.begin(LedgerFiles.named(directory, ledger.head.nextSequence()));
            } else {
                ledger.goOn(files.get(files.size() - 1));
            }
        } catch (IOException e) {
            throw LedgerFiles.failure(directory, e);
        }
        return ledger;
    }

    @Override
    public synchronized void note(OutboundMessage message) {
        try {
            rotate();
            append(LedgerEntry.message(message));
        } catch (IOException e) {
            throw LedgerFiles.failure(directory, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw LedgerFiles.failure(directory, e);
        }
    }

    private void append(JsonObject members) throws IOException {
        LedgerEntry entry =
                LedgerEntry.chain(
                        head.nextSequence(), clock.instant(), members, head.previousLink());
        byte[] text = entry.line();
        ByteBuffer line = ByteBuffer.allocate(text.length + 1).put(text).put((byte) '\n').flip();
        if (channel.size() != length) {
            // An earlier write ended half-way: the disk was full, perhaps.
            channel.truncate(length);
        }
        long position = length;
        while (line.hasRemaining()) {
            position += channel.write(line, position);
        }
        channel.force(false);
        length = position;
        head = new LedgerHead(entry.sequence() + 1, entry.link());
    }

    private void rotate() throws IOException {
        if (length < bounds.fileBytes()) {
            return;
        }
        channel.close();
        begin(LedgerFiles.named(directory, head.nextSequence()));
        removeOld();
    }

    /** Says first what will go, so that a gap at the beginning never stands unexplained. */
    private void removeOld() throws IOException {
        List<Path> files = LedgerFiles.list(directory);
        int count = expired(files);
        if (count == 0) {
            return;
        }
        LedgerHead oldest = LedgerHead.before(files.get(count));
        append(LedgerEntry.removed(oldest.nextSequence() - 1, oldest.previousLink()));
        for (Path file : files.subList(0, count)) {
            Files.delete(file);
        }
    }

    /** How many of the oldest files go; never the last two, of which one has just been begun. */
    private int expired(List<Path> files) throws IOException {
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        Instant now = present(files);
        int count = 0;
        while (count < files.size() - 2 && mayGo(files.get(count + 1), total, now)) {
            total -= Files.size(files.get(count));
            count++;
        }
        return count;
    }

    /**
     * The clock's, but no later than the ledger has known for a whole file: a clock that leaps
     * ahead for an hour must not make all of the past old.
     */
    private Instant present(List<Path> files) {
        Instant now = clock.instant();
        int closed = files.size() - 2;
        return closed < 0
                ? now
                : LedgerHead.firstWritten(files.get(closed)).filter(now::isAfter).orElse(now);
    }

    private boolean mayGo(Path next, long total, Instant now) {
        return total + bounds.fileBytes() > bounds.totalBytes()
                || LedgerHead.firstWritten(next)
                        .map(at -> at.isBefore(now.minus(bounds.retention())))
                        .orElse(false);
    }

    private void begin(Path file) throws IOException {
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.READ);
        AtomicFile.forceDirectory(directory);
        length = 0;
    }

    private void goOn(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ);
        length = LedgerHead.whole(file);
        long torn = channel.size() - length;
        if (torn > 0) {
            channel.truncate(length);
            channel.force(true);
            LOG.atWarn()
                    .addKeyValue("file", file.getFileName())
                    .addKeyValue("bytes", torn)
                    .log("The egress ledger's last line was cut short and is removed");
        }
    }
}
