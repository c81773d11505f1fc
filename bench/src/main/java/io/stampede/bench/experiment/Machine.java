package io.stampede.bench.experiment;

import ai.djl.ndarray.NDManager;
import io.stampede.core.nn.TensorEngine;
import io.stampede.core.train.CodeVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What ran an experiment, for its outputs. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** By name; loads the tensor engine. */
    static Map<String, String> describe() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("code_version", CodeVersion.CURRENT);
        try (NDManager manager = TensorEngine.newManager()) {
            facts.put("engine", TensorEngine.description());
            facts.put("device", manager.getDevice().toString());
        }
        facts.put("threads", threads());
        facts.put("cpu", cpu());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("java", System.getProperty("java.version"));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return facts;
    }

    private static String threads() {
        String chosen = System.getenv("OMP_NUM_THREADS");
        return chosen == null
                ? Integer.toString(Runtime.getRuntime().availableProcessors())
                : chosen;
    }

    private static String cpu() {
        if (!Files.isReadable(CPU_INFO)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
