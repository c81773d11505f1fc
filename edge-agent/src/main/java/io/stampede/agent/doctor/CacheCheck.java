package io.stampede.agent.doctor;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** May the natives be unpacked, and executed where they are unpacked? */
public final class CacheCheck implements Check {
    private static final String NAME = "cache";
    private static final long MIB = 1024 * 1024;
    private static final long UNPACKED_MIB = 460;

    private final Path cache;
    private final Path mounts;

    /**
     * Creates a check.
     *
     * @param cache where DJL unpacks natives
     * @param mounts the system's list of mounts, {@code /proc/mounts}
     */
    public CacheCheck(Path cache, Path mounts) {
        this.cache = requireNonNull(cache, "cache is null").toAbsolutePath().normalize();
        this.mounts = requireNonNull(mounts, "mounts is null");
    }

    @Override
    public List<Finding> look() {
        Path existing = cache;
        while (existing.getParent() != null && !Files.isDirectory(existing)) {
            existing = existing.getParent();
        }
        if (forbidsExecution(existing)) {
            return List.of(
                    Finding.problem(
                            NAME,
                            cache + " is on a file system that forbids execution (noexec)",
                            "set DJL_CACHE_DIR to a directory on another"));
        }
        boolean unpacked = Files.isDirectory(cache.resolve("pytorch"));
        if (!unpacked && !Files.isWritable(existing)) {
            return List.of(
                    Finding.problem(
                            NAME,
                            existing + " cannot be written, and the natives are not unpacked yet",
                            "set DJL_CACHE_DIR to a directory that can"));
        }
        return List.of(unpacked ? Finding.fine(NAME, cache + " holds natives") : room(existing));
    }

    private Finding room(Path existing) {
        try {
            long free = Files.getFileStore(existing).getUsableSpace() / MIB;
            String what = "%s: %d MiB free, natives take %d".formatted(cache, free, UNPACKED_MIB);
            return free < UNPACKED_MIB
                    ? Finding.problem(NAME, what, "free space there, or set DJL_CACHE_DIR")
                    : Finding.fine(NAME, what);
        } catch (IOException e) {
            return Finding.warning(NAME, "free space unknown: " + e, "check the file system");
        }
    }

    /** Goes by the mount point that is the longest beginning of the path. */
    private boolean forbidsExecution(Path path) {
        try {
            String longest = "";
            boolean forbidden = false;
            for (String line : Files.readAllLines(mounts)) {
                String[] fields = line.split(" ");
                boolean above = fields.length > 3 && path.startsWith(fields[1]);
                if (above && fields[1].length() >= longest.length()) {
                    longest = fields[1];
                    forbidden = List.of(fields[3].split(",")).contains("noexec");
                }
            }
            return forbidden;
        } catch (IOException e) {
            return false;
        }
    }
}
