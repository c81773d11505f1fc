package io.stampede.agent.egress;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much of the past the ledger keeps: what is older than {@code retention} may go, and where the
 * whole would grow beyond {@code totalBytes} the oldest file goes even before.
 *
 * @param fileBytes length at which a file is closed and the next begun
 * @param totalBytes most bytes of all files together
 * @param retention age up to which entries are kept
 */
public record LedgerBounds(long fileBytes, long totalBytes, Duration retention) {
    private static final long MIB = 1024 * 1024;

    /** 90 days in at most 64 MiB, about 60,000 messages. */
    public static final LedgerBounds DEFAULT =
            new LedgerBounds(2 * MIB, 64 * MIB, Duration.ofDays(90));

    /** Checks that at least one closed file fits beside the open one. */
    public LedgerBounds {
        requireNonNull(retention, "retention is null");
        if (fileBytes <= 0 || totalBytes < 2 * fileBytes) {
            throw new IllegalArgumentException(
                    "expected room for two files of %d bytes, found %d"
                            .formatted(fileBytes, totalBytes));
        }
    }
}
