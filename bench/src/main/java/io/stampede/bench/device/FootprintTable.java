package io.stampede.bench.device;

import java.util.Locale;

/**
 * Resident memory of the agent in bytes, most of each state, and what it is compared with.
 *
 * @param phiBytes length of the phi that was received
 * @param idle connected, nothing to do
 * @param receiving phi
 * @param pruning encode, score and gather
 * @param fineTuning the subnetwork
 * @param serving at rest again
 * @param engine of a process with the engine loaded that trains next to nothing
 * @param full of a process that fine-tunes the full network in the same way
 */
public record FootprintTable(
        long phiBytes,
        long idle,
        long receiving,
        long pruning,
        long fineTuning,
        long serving,
        long engine,
        long full) {
    private static final double MIB = 1024.0 * 1024.0;

    /** What the agent takes above an idle agent and a loaded engine while it fine-tunes. */
    public long aboveFloor() {
        return fineTuning - idle - engine;
    }

    /** What the full network takes above a loaded engine. */
    public long fullAboveFloor() {
        return full - engine;
    }

    /** The table as a page of documentation. */
    public String toMarkdown() {
        return String.format(
                Locale.ROOT,
                """
                # Footprint of the agent

                Resident memory of all processes of the agent together, each state's most, as
                `./stampede bench footprint --out docs/footprint.md` measured it on %s %s with Java %s
                and %d cores. Pages of files (the JVM's and libtorch's code) count once where both
                processes of the agent have them, and in full even where strangers share them.

                | state | MiB | at most |
                |---|---|---|
                | idle, connected to the broker | %.0f | 110 |
                | receiving a phi of %.0f MB | %.0f | 160 |
                | pruning a full-width VGG-19 (encode %d pictures, score, gather 5 %% of the parameters) | %.0f | 300 |
                | fine-tuning that subnetwork at batch 16, evaluating and exporting it | %.0f | 384 |
                | serving again, the child has ended | %.0f | |

                A process with the engine loaded that trains next to nothing takes %.0f MiB; one that
                fine-tunes the full VGG-19 at batch 16 takes %.0f MiB. Above an idle agent and a loaded
                engine, fine-tuning the subnetwork takes %.0f MiB, the full network %.0f MiB: %.2f of it
                (at most 1/3).
                """,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                idle / MIB,
                phiBytes / 1e6,
                receiving / MIB,
                Footprint.PICTURES,
                pruning / MIB,
                fineTuning / MIB,
                serving / MIB,
                engine / MIB,
                full / MIB,
                aboveFloor() / MIB,
                fullAboveFloor() / MIB,
                (double) aboveFloor() / fullAboveFloor());
    }
}
