package io.stampede.core.nn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the tensor engine needs in the environment of a process to compute right on a machine: the
 * engine reads it when it loads, so that only who starts the process can set it.
 *
 * <p>The script {@code .mvn/engine-environment.sh} does the same for what it starts.
 */
public final class EngineEnvironment {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final Map<String, String> SAFE_KERNELS = Map.of("ONEDNN_MAX_CPU_ISA", "SSE41");

    private EngineEnvironment() {}

    /** Variables for a process on this machine; none where the engine is right by itself. */
    public static Map<String, String> ofThisMachine() {
        return of(PROCESSORS, CACHES);
    }

    /**
     * As {@link #ofThisMachine}, of what the system tells.
     *
     * @param processors {@code /proc/cpuinfo}, which need not be there
     * @param caches folder that lists the caches of a processor; missing where it hides them
     */
    static Map<String, String> of(Path processors, Path caches) {
        return isAmd(processors) && !Files.isDirectory(caches) ? SAFE_KERNELS : Map.of();
    }

    private static boolean isAmd(Path processors) {
        try {
            String text = Files.readString(processors, StandardCharsets.ISO_8859_1);
            return text.contains("AuthenticAMD") || text.contains("HygonGenuine");
        } catch (IOException e) {
            return false; // no Linux: the check at the engine's first use has the last word
        }
    }
}
