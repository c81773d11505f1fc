package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.stampede.agent.export.LatencyBench;
import io.stampede.agent.export.LatencyBench.Latency;
import io.stampede.core.data.ImageDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}: how long a picture takes with each engine. */
@Command(
        name = "bench",
        description = "Times single pictures on one thread, with every engine.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.Version.class,
        sortOptions = false)
final class LatencyCommand implements Callable<Integer> {
    private static final int PICTURES = 100;

    private final Terminal terminal;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The directory of a subnetwork.")
    private Path model;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "300",
            description = "Pictures to time with each engine (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--data",
            paramLabel = "SOURCE",
            defaultValue = "procedural:target",
            description = "The pictures to show (default: ${DEFAULT-VALUE}).")
    private String data;

    @Mixin private CommonOptions common;

    LatencyCommand(Terminal terminal) {
        this.terminal = requireNonNull(terminal, "terminal is null");
    }

    @Override
    public Integer call() {
        ImageDataset pictures = Pictures.toLearnFrom(data, OptionalInt.of(PICTURES), 1);
        List<Latency> latencies = LatencyBench.run(model, pictures, images);
        common.answer(terminal, document(latencies), to -> print(to, latencies));
        return 0;
    }

    private JsonObject document(List<Latency> latencies) {
        JsonArray engines = new JsonArray();
        for (Latency latency : latencies) {
            JsonObject engine = new JsonObject();
            engine.addProperty("engine", latency.engine());
            engine.addProperty("file_bytes", latency.fileBytes());
            engine.addProperty("median_ms", latency.medianMillis());
            engine.addProperty("p95_ms", latency.p95Millis());
            engine.addProperty("ratio_to_pytorch", ratio(latency, latencies));
            engines.add(engine);
        }
        JsonObject document = new JsonObject();
        document.addProperty("model", model.toString());
        document.addProperty("images", images);
        document.add("engines", engines);
        return document;
    }

    private static void print(Terminal to, List<Latency> latencies) {
        to.out()
                .printf(
                        "%-15s %12s %10s %10s %6s%n",
                        "engine", "file bytes", "median ms", "p95 ms", "ratio");
        for (Latency latency : latencies) {
            to.out()
                    .printf(
                            Locale.ROOT,
                            "%-15s %,12d %10.3f %10.3f %6.2f%n",
                            latency.engine(),
                            latency.fileBytes(),
                            latency.medianMillis(),
                            latency.p95Millis(),
                            ratio(latency, latencies));
        }
    }

    private static double ratio(Latency latency, List<Latency> all) {
        return latency.medianMillis() / all.get(0).medianMillis();
    }
}
