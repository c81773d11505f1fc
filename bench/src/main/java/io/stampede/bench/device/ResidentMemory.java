package io.stampede.bench.device;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how much physical memory some processes take together.
 *
 * <p>Pages of files, such as the JVM's and libtorch's code, are counted once where several of the
 * processes have them, and in full even where strangers share them; everything else is added up.
 * Linux alone tells this.
 */
final class ResidentMemory {
    private static final long KIB = 1024;

    private ResidentMemory() {}

    /** Resident bytes of the processes that are still there. */
    static long bytes(Collection<ProcessHandle> processes) {
        long own = 0;
        Map<String, Long> files = new HashMap<>();
        for (ProcessHandle process : processes) {
            Mappings mappings = Mappings.of(process.pid());
            own += mappings.ownBytes;
            mappings.fileBytes.forEach((file, bytes) -> files.merge(file, bytes, Math::max));
        }
        return own + files.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One process's {@code smaps}, by file. */
    private static final class Mappings {
        private long ownBytes;
        private final Map<String, Long> fileBytes = new HashMap<>();
        private String file = "";
        private long resident;

        private static Mappings of(long pid) {
            Mappings mappings = new Mappings();
            lines(pid).forEach(mappings::read);
            return mappings;
        }

        private void read(String line) {
            if (line.startsWith("Rss:")) {
                resident = kib(line);
            } else if (line.startsWith("Anonymous:")) {
                long anonymous = kib(line);
                ownBytes += anonymous;
                if (file.startsWith("/")) {
                    fileBytes.merge(file, resident - anonymous, Long::sum);
                } else {
                    ownBytes += resident - anonymous;
                }
            } else if (isHeader(line)) {
                int path = line.indexOf('/');
                file = path < 0 ? "" : line.substring(path);
            }
        }

        /** A header begins with addresses in hexadecimal, everything else with a capital. */
        private static boolean isHeader(String line) {
            return !line.isEmpty() && !Character.isUpperCase(line.charAt(0));
        }

        private static long kib(String line) {
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB;
        }

        private static List<String> lines(long pid) {
            Path file = Path.of("/proc", Long.toString(pid), "smaps");
            try {
                return Files.readAllLines(file);
            } catch (NoSuchFileException e) {
                return List.of(); // It has ended.
            } catch (IOException | UncheckedIOException e) {
                if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                    return List.of();
                }
                throw new StampedeException(
                        ErrorCode.STORAGE_FAILED,
                        "expected a Linux that tells the memory of a process, found " + e,
                        e);
            }
        }
    }
}
