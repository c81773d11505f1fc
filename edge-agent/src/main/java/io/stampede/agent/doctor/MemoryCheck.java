package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.machine.AvailableMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Is there memory for an adaptation beside the daemon? */
public final class MemoryCheck implements Check {
    private static final String NAME = "memory";
    private static final long MIB = 1024 * 1024;

    /** Resident size of a process with libtorch loaded that does nothing yet. */
    private static final long ENGINE_MIB = 240;

    /** What fine-tuning a subnetwork of 5 % of VGG-19 with batch 16 takes on top. */
    private static final long USUAL_TRAINING_MIB = 144;

    private final Path root;
    private final OptionalLong trainingMib;

    /**
     * Creates a check.
     *
     * @param root of the file system, {@code /}
     * @param trainingMib memory that the configured budget allows one training step
     */
    public MemoryCheck(Path root, OptionalLong trainingMib) {
        this.root = requireNonNull(root, "root is null");
        this.trainingMib = requireNonNull(trainingMib, "training MiB is null");
    }

    @Override
    public List<Finding> look() {
        OptionalLong available = new AvailableMemory(root).bytes();
        if (available.isEmpty()) {
            return List.of(Finding.fine(NAME, "this system does not say how much is free"));
        }
        long free = available.getAsLong() / MIB;
        long needed = ENGINE_MIB + trainingMib.orElse(USUAL_TRAINING_MIB);
        String what = "%d MiB available, an adaptation takes about %d MiB".formatted(free, needed);
        if (free < ENGINE_MIB) {
            return List.of(
                    Finding.problem(
                            NAME,
                            what,
                            "stop other programs, add swap, or raise the limit of the service"
                                    + " (MemoryMax=)"));
        }
        return List.of(
                free < needed
                        ? Finding.warning(NAME, what, "lower stampede.agent.budget.max-memory-mib")
                        : Finding.fine(NAME, what));
    }
}
