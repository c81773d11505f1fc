package io.stampede.core.adapt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says about this process. */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final byte[] PEAK_ALONE = {'5', '\n'};

    private ProcessMemory() {}

    /** Lets the peak begin anew at what is resident now, where the system can do that. */
    public static void resetPeak() {
        try {
            Files.write(RESET, PEAK_ALONE);
        } catch (IOException e) {
            // Then the peak is that of the whole life of the process, which is larger.
        }
    }

    /** Most resident bytes so far, 0 where the system does not tell. */
    public static long peakResidentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
