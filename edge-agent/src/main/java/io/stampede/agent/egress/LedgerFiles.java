package io.stampede.agent.egress;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a ledger, in order: each is named by the sequence of the first entry it may have.
 */
final class LedgerFiles {
    private static final Pattern NAME = Pattern.compile("ledger-\\d{18}\\.jsonl");

    private LedgerFiles() {}

    /** What is done with each line of a file. */
    @FunctionalInterface
    interface LineSink {
        /**
         * Takes a line.
         *
         * @param line without its end; at most one byte longer than {@link
         *     LedgerEntry#MAX_LINE_BYTES}, where the rest was left out
         * @param end bytes of the file up to here, this line's end included; -1 where it has no
         *     end, which the last line of a file may not have
         */
        void accept(byte[] line, long end) throws IOException;
    }

    static Path named(Path directory, long firstSequence) {
        return directory.resolve("ledger-%018d.jsonl".formatted(firstSequence));
    }

    static long firstSequence(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring("ledger-".length(), name.indexOf('.')));
    }

    /** All files, oldest first; none where there is no directory. */
    static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failure(directory, e);
        }
    }

    /** Reads a file line by line in bounded memory. */
    static void forEachLine(Path file, LineSink sink) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
            long read = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                read++;
                if (next == '\n') {
                    sink.accept(line.toByteArray(), read);
                    line.reset();
                } else if (line.size() <= LedgerEntry.MAX_LINE_BYTES) {
                    line.write(next);
                }
            }
            if (line.size() > 0) {
                sink.accept(line.toByteArray(), -1);
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    static StampedeException failure(Path path, IOException cause) {
        return new StampedeException(
                ErrorCode.STORAGE_FAILED,
                "could not keep the egress ledger %s: %s; nothing is sent without it, check the"
                                .formatted(path, cause.getMessage())
                        + " disk",
                cause);
    }
}
