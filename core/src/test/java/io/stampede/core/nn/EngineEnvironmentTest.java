package io.stampede.core.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The class and the script of the launchers, which must say the same. */
@DisabledOnOs(OS.WINDOWS)
class EngineEnvironmentTest {
    private static final Path SCRIPT = Path.of("..", ".mvn", "engine-environment.sh");

    @TempDir Path machine;

    @ParameterizedTest
    @CsvSource({
        "AuthenticAMD, false, SSE41",
        "HygonGenuine, false, SSE41",
        "AuthenticAMD, true,",
        "GenuineIntel, false,",
        ", false,",
    })
    void kernels_are_limited_where_an_amd_processor_hides_its_caches(
            String vendor, boolean caches, String limit) throws Exception {
        // Given
        Path processors = machine.resolve("cpuinfo");
        Path folder = machine.resolve("cache");
        if (vendor != null) {
            Files.writeString(processors, "processor\t: 0\nvendor_id\t: " + vendor + "\n");
        }
        if (caches) {
            Files.createDirectory(folder);
        }

        // When
        Map<String, String> ofClass = EngineEnvironment.of(processors, folder);
        String ofScript = script(processors, folder, "");

        // Then
        assertEquals(limit, ofClass.get("ONEDNN_MAX_CPU_ISA"));
        assertEquals(limit == null ? "" : limit, ofScript);
    }

    @Test
    void what_the_operator_has_set_stays() throws Exception {
        // Given
        Path processors = machine.resolve("cpuinfo");
        Files.writeString(processors, "vendor_id\t: AuthenticAMD\n");

        // Then
        assertEquals("AVX2", script(processors, machine.resolve("cache"), "AVX2"));
    }

    private String script(Path processors, Path caches, String set)
            throws IOException, InterruptedException {
        String line =
                ". \"$0\"; ONEDNN_MAX_CPU_ISA=$3; limit_kernels \"$1\" \"$2\";"
                        + " printf %s \"$ONEDNN_MAX_CPU_ISA\"";
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                line,
                                SCRIPT.toAbsolutePath().normalize().toString(),
                                processors.toString(),
                                caches.toString(),
                                set)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(1, TimeUnit.MINUTES);
        return said;
    }
}
