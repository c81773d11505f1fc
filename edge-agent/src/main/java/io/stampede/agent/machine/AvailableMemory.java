package io.stampede.agent.machine;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much memory this process and its children may still take: what the kernel has left, and what
 * each control group around them allows, as a container's limit or {@code MemoryMax=} of systemd.
 * Who ignores the latter is killed while the machine has plenty. Files in a group's cache give way
 * and do not count as taken.
 */
public final class AvailableMemory {
    private static final String NO_GROUP_KNOWN = "0::/";

    private final Path root;

    /**
     * Looks at a machine.
     *
     * @param root of its file system, {@code /}
     */
    public AvailableMemory(Path root) {
        this.root = requireNonNull(root, "root is null");
    }

    /** In bytes; empty where the system does not tell. */
    public OptionalLong bytes() {
        OptionalLong system = value(lines(root.resolve("proc/meminfo")), "MemAvailable:");
        return system.isEmpty()
                ? system
                : LongStream.concat(LongStream.of(system.getAsLong() * 1024), groups()).min();
    }

    private LongStream groups() {
        List<String> told = lines(root.resolve("proc/self/cgroup"));
        return (told.isEmpty() ? Stream.of(NO_GROUP_KNOWN) : told.stream())
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .flatMapToLong(
                        parts -> {
                            if (parts[1].isEmpty()) {
                                return left(Hierarchy.UNIFIED, parts[2]);
                            }
                            return List.of(parts[1].split(",")).contains("memory")
                                    ? left(Hierarchy.MEMORY, parts[2])
                                    : LongStream.empty();
                        });
    }

    /** Of the group and of each around it; a container may see only its own, as the outermost. */
    private LongStream left(Hierarchy hierarchy, String group) {
        Path top = root.resolve(hierarchy.mount);
        Path inner = top.resolve(group.substring(group.startsWith("/") ? 1 : 0)).normalize();
        return Stream.iterate(
                        inner.startsWith(top) ? inner : top,
                        path -> path.startsWith(top),
                        Path::getParent)
                .map(path -> left(hierarchy, path))
                .flatMapToLong(OptionalLong::stream);
    }

    private static OptionalLong left(Hierarchy hierarchy, Path group) {
        OptionalLong limit = value(lines(group.resolve(hierarchy.limit)), "");
        OptionalLong used = value(lines(group.resolve(hierarchy.used)), "");
        if (limit.isEmpty() || used.isEmpty()) {
            return OptionalLong.empty();
        }
        long cached = value(lines(group.resolve("memory.stat")), hierarchy.cached).orElse(0);
        return OptionalLong.of(Math.max(0, limit.getAsLong() - used.getAsLong() + cached));
    }

    /** The number behind a word that begins a line; "max" and what is too large are none. */
    private static OptionalLong value(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).replace("kB", "").strip())
                .filter(digits -> digits.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The two ways in which Linux shows control groups. */
    private enum Hierarchy {
        UNIFIED("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file "),
        MEMORY(
                "sys/fs/cgroup/memory",
                "memory.limit_in_bytes",
                "memory.usage_in_bytes",
                "total_inactive_file ");

        private final String mount;
        private final String limit;
        private final String used;
        private final String cached;

        Hierarchy(String mount, String limit, String used, String cached) {
            this.mount = mount;
            this.limit = limit;
            this.used = used;
            this.cached = cached;
        }
    }
}
