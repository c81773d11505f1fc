package io.stampede.agent.store;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where everything lies that the agent keeps.
 *
 * <pre>
 * device-id                              who this device is, readable by its owner only
 * agent.db                               manifests, verified chunks, outbox
 * incoming/KEY.part                      models on their way
 * models/NAME/VERSION/phi.safetensors    models that arrived
 * slots/{a,b}/                           subnetworks; slots/current names the one that serves
 * egress/ledger-N.jsonl                  every message that was handed to Kafka
 * state.json                             what {@code status} shows
 * </pre>
 *
 * @param root the directory
 */
public record DataDirectory(Path root) {
    /** Makes the path absolute. */
    public DataDirectory {
        root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
    }

    /**
     * Opens a directory for the daemon, creating what is missing.
     *
     * @throws StampedeException with {@link ErrorCode#STORAGE_FAILED} where it cannot be written
     */
    public static DataDirectory create(Path root) {
        DataDirectory directory = new DataDirectory(root);
        try {
            Files.createDirectories(directory.incoming());
            Files.createDirectories(directory.models());
            Files.createDirectories(directory.slots());
        } catch (IOException e) {
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected a writable data directory %s, found: %s; create it or set"
                                    .formatted(directory.root, e)
                            + " stampede.agent.data-dir",
                    e);
        }
        return directory;
    }

    /** The file with the device's stable id. */
    public Path deviceId() {
        return root.resolve("device-id");
    }

    /** The file whose lock says that a daemon uses this directory. */
    public Path lock() {
        return root.resolve("agent.lock");
    }

    /** The SQLite database. */
    public Path database() {
        return root.resolve("agent.db");
    }

    /** Models on their way. */
    public Path incoming() {
        return root.resolve("incoming");
    }

    /** Models that arrived. */
    public Path models() {
        return root.resolve("models");
    }

    /** Subnetworks. */
    public Path slots() {
        return root.resolve("slots");
    }

    /** The ledger of what left. */
    public Path egress() {
        return root.resolve("egress");
    }

    /** The state for other programs to read. */
    public Path stateFile() {
        return root.resolve("state.json");
    }
}
