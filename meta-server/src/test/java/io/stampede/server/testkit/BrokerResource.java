package io.stampede.server.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.stampede.server.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A real broker on a free port and an empty data directory for a server under test. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
    /** A model that comes with the product. */
    public static final String SHIPPED = "shipped";

    /** One that came damaged. */
    public static final String DAMAGED = "shipped-damaged";

    private Path directory;
    private EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("stampede-server-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ship(directory.resolve("models"));
        leave(directory.resolve("data/models/.tmp/upload1"));
        leave(directory.resolve("data/jobs/unknown/checkpoint"));
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        return Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "stampede.server.data-dir",
                directory.resolve("data").toString(),
                "stampede.server.shipped-models",
                directory.resolve("models").toString(),
                "stampede.server.chunk-bytes",
                "65536",
                "stampede.server.topic-prefix",
                "test-site",
                "stampede.server.jobs.queue-capacity",
                "1");
    }

    /** One sound model and one that was cut short on its way. */
    private static void ship(Path models) {
        try {
            SmallPhi.ship(models.resolve(SHIPPED), 1);
            Path damaged = SmallPhi.ship(models.resolve(DAMAGED), 2).phi();
            byte[] bytes = Files.readAllBytes(damaged);
            Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a crash of an earlier server could have left. */
    private static void leave(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "left over");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
