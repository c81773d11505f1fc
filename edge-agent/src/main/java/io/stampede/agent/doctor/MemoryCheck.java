package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
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
        OptionalLong available = availableMib();
        if (available.isEmpty()) {
            return List.of(Finding.fine(NAME, "this system does not say how much is free"));
        }
        long free = available.getAsLong();
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

    private OptionalLong availableMib() {
        OptionalLong system = meminfo();
        OptionalLong group = group();
        return group.isPresent() && system.isPresent()
                ? OptionalLong.of(Math.min(group.getAsLong(), system.getAsLong()))
                : system;
    }

    private OptionalLong meminfo() {
        return lines("proc/meminfo").stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> line.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty() && digits.length() < 16)
                .mapToLong(digits -> Long.parseLong(digits) * 1024 / MIB)
                .findFirst();
    }

    /** What the control group still allows; "max" where it allows all. */
    private OptionalLong group() {
        List<String> limit = lines("sys/fs/cgroup/memory.max");
        List<String> used = lines("sys/fs/cgroup/memory.current");
        boolean limited =
                limit.size() == 1
                        && used.size() == 1
                        && limit.get(0).matches("\\d{1,18}")
                        && used.get(0).matches("\\d{1,18}");
        return limited
                ? OptionalLong.of(
                        (Long.parseLong(limit.get(0)) - Long.parseLong(used.get(0))) / MIB)
                : OptionalLong.empty();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
