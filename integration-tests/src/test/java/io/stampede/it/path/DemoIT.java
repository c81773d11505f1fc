package io.stampede.it.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.stampede.core.model.ShippedModel;
import io.stampede.it.Checkout;
import io.stampede.it.process.RandomPhi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as people type it, with what the build left and a phi of random numbers. */
@DisabledOnOs(OS.WINDOWS)
class DemoIT {
    private static final int PATIENCE_SECONDS = 300;

    @TempDir private Path directory;

    @Test
    void the_demo_adapts_what_is_shipped_without_training() throws Exception {
        // Given
        Path models = directory.resolve("models");
        ShippedModel shipped = RandomPhi.SMALLEST.ship(models.resolve("random-vgg10"), 1);
        Path out = directory.resolve("out");

        // When
        int status =
                stampede(
                        models,
                        "demo",
                        "--smoke",
                        "--target",
                        "procedural:target?classes=4&per-class=60&test-per-class=5",
                        "--out",
                        out.toString());

        // Then
        assertEquals(0, status, log());
        JsonObject report =
                JsonParser.parseString(Files.readString(out.resolve("report.json")))
                        .getAsJsonObject();
        JsonObject settings = report.getAsJsonObject("settings");
        assertEquals("random-vgg10", settings.get("shipped_model").getAsString());
        assertEquals(200, settings.get("target_size").getAsInt());
        assertEquals(
                List.of("full_scratch", "full_pretrained", "random", "stamp"),
                methods(report.getAsJsonArray("methods")));
        assertEquals(
                "random-vgg10",
                report.getAsJsonObject("device_report").get("model_name").getAsString());
        assertEquals(-1, Files.mismatch(shipped.phi(), out.resolve("phi.safetensors")));
    }

    @Test
    void the_demo_says_in_one_line_what_to_do_where_nothing_is_shipped() throws Exception {
        // When
        int status = stampede(directory.resolve("none"), "demo", "--smoke");

        // Then
        assertEquals(2, status, log());
        assertEquals(1, log().lines().count(), log());
        assertTrue(log().contains("--train"), log());
    }

    private static List<String> methods(JsonArray methods) {
        return StreamSupport.stream(methods.spliterator(), false)
                .map(method -> method.getAsJsonObject().get("name").getAsString())
                .toList();
    }

    private int stampede(Path models, String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder()
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("demo.log").toFile());
        builder.command().add(Checkout.file("stampede").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("STAMPEDE_NO_BUILD", "1");
        builder.environment().put("STAMPEDE_MODELS", models.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), log());
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("demo.log"));
    }
}
