package io.stampede.core;

/**
 * Names every way in which Stampede refuses or fails, for programs that react to it.
 *
 * <p>Numbers and exit codes are a contract (docs/errors.md): a constant may be added, never
 * renumbered.
 */
public enum ErrorCode {
    /** A command-line argument, REST body or API argument is not acceptable. */
    INVALID_ARGUMENT(101, 2),
    /** A configuration key is unknown or its value is not acceptable. */
    INVALID_CONFIGURATION(102, 2),
    /** The data source does not exist or cannot be read. */
    DATA_UNREADABLE(201, 3),
    /** The data was read and cannot be used: one class only, too few images, wrong size. */
    DATA_UNSUITABLE(202, 3),
    /** A model file does not exist or cannot be read. */
    MODEL_UNREADABLE(401, 4),
    /** A model file is truncated, has a wrong digest or wrong shapes. */
    MODEL_CORRUPT(402, 4),
    /** A model file has a format, architecture or version that this program does not know. */
    MODEL_FORMAT_UNKNOWN(403, 4),
    /** A received chunk does not match its manifest. */
    CHUNK_CORRUPT(404, 4),
    /** A manifest contradicts itself or exceeds a limit. */
    MANIFEST_INVALID(405, 4),
    /** A manifest is older than what is already installed. */
    MANIFEST_STALE(406, 4),
    /** A chunk named by the manifest could not be had. */
    CHUNK_MISSING(407, 4),
    /** A chunk that arrived is shorter than its manifest says. */
    CHUNK_TRUNCATED(408, 4),
    /** A manifest names two different chunks at one place. */
    CHUNK_OVERLAP(409, 4),
    /** A chunk that arrived, or that a manifest declares, is longer than it may be. */
    CHUNK_OVERSIZED(410, 4),
    /** A chunk that arrived, or that a manifest declares, has no bytes. */
    CHUNK_EMPTY(411, 4),
    /** The chunks of a manifest do not add up to the file that it announces. */
    MODEL_SIZE_MISMATCH(412, 4),
    /** A manifest declares a file, or is itself, beyond what this device takes. */
    MANIFEST_TOO_LARGE(413, 4),
    /** A model holds numbers that are not finite, or a negative variance. */
    MODEL_NOT_FINITE(414, 4),
    /** One version of one model was announced with two different contents. */
    MANIFEST_CONFLICT(415, 4),
    /** The ledger of what left the device is not as it was written. */
    EGRESS_LEDGER_BROKEN(420, 4),
    /** No subnetwork satisfies the budget; the message names the smallest one that does. */
    BUDGET_INFEASIBLE(501, 5),
    /** The tensor engine could not be loaded or failed. */
    ENGINE_FAILED(601, 6),
    /** Training produced numbers that are not finite. */
    TRAINING_DIVERGED(701, 7),
    /** A file, directory or database cannot be written or read back. */
    STORAGE_FAILED(801, 8),
    /** What is stored contradicts itself, as after a failure of the disk's hardware. */
    STORAGE_DAMAGED(802, 8),
    /** The broker or the server cannot be reached or refuses. */
    TRANSPORT_FAILED(301, 9),
    /** The work was cancelled; a checkpoint, where there is one, allows it to go on. */
    CANCELLED(902, 10),
    /** A defect of Stampede itself. */
    INTERNAL(901, 70);

    private final int number;
    private final int exitCode;

    ErrorCode(int number, int exitCode) {
        this.number = number;
        this.exitCode = exitCode;
    }

    /** The stable number of this code; its hundreds are the family. */
    public int number() {
        return number;
    }

    /** The status with which a command ends because of this code. */
    public int exitCode() {
        return exitCode;
    }
}
