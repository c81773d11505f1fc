package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.store.DirectoryLock;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Can the data directory be written, is it in use, and is there room? */
public final class DirectoryCheck implements Check {
    private static final String NAME = "data_directory";
    private static final long MIB = 1024 * 1024;

    /** A model while it arrives, the one before it, and two subnetworks. */
    private static final int COPIES = 3;

    private static final long USUAL_MODEL_BYTES = 90 * MIB;

    private final DataDirectory directory;
    private final OptionalLong modelBytes;

    /**
     * Creates a check.
     *
     * @param modelBytes length of the newest model that was announced
     */
    public DirectoryCheck(DataDirectory directory, OptionalLong modelBytes) {
        this.directory = requireNonNull(directory, "directory is null");
        this.modelBytes = requireNonNull(modelBytes, "model bytes is null");
    }

    @Override
    public List<Finding> look() {
        Path existing = directory.root();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return List.of(
                    Finding.problem(
                            NAME,
                            existing + " is not a directory",
                            "set stampede.agent.data-dir to a directory"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(writable(existing));
        findings.add(room(existing));
        if (Files.isRegularFile(directory.lock())) {
            findings.add(lock());
        }
        return findings;
    }

    private Finding writable(Path existing) {
        boolean made = existing.equals(directory.root());
        try {
            Files.delete(Files.createTempFile(existing, ".doctor", ""));
        } catch (IOException e) {
            return Finding.problem(
                    NAME,
                    "%s cannot be written by this user: %s".formatted(existing, e),
                    made
                            ? "give it to the user of the agent: chown -R USER " + existing
                            : "create %s and give it to the user of the agent"
                                    .formatted(directory.root()));
        }
        return Finding.fine(
                NAME,
                directory.root() + (made ? " can be written" : " will be made at the first start"));
    }

    private Finding room(Path existing) {
        long needed = COPIES * modelBytes.orElse(USUAL_MODEL_BYTES) / MIB;
        try {
            long free = Files.getFileStore(existing).getUsableSpace() / MIB;
            String what = "%d MiB free, %d MiB are needed".formatted(free, needed);
            if (free < needed / COPIES) {
                return Finding.problem(
                        NAME, what, "free space there, or set stampede.agent.data-dir elsewhere");
            }
            return free < needed
                    ? Finding.warning(NAME, what, "free space there before the next model comes")
                    : Finding.fine(NAME, what);
        } catch (IOException e) {
            return Finding.warning(NAME, "free space unknown: " + e, "check the file system");
        }
    }

    private Finding lock() {
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            return Finding.fine(NAME, "no agent runs on it" + (lock == null ? "?" : ""));
        } catch (StampedeException e) {
            return e.getMessage().contains("another agent")
                    ? Finding.fine(NAME, "an agent runs on it")
                    : Finding.warning(NAME, e.getMessage(), "run doctor as the user of the agent");
        }
    }
}
