package io.stampede.server.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM, in KRaft mode, on loopback only; its data outlives restarts.
 *
 * <p>May be closed by any thread, once; the owner closes.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param directory its data, formatted on first use
     * @param port on loopback, 0 for a free one
     * @throws StampedeException with {@link ErrorCode#TRANSPORT_FAILED} where the port is taken, or
     *     {@link ErrorCode#STORAGE_FAILED} where the directory cannot be used
     */
    public static EmbeddedBroker start(Path directory, int port) {
        // Kafka halts the JVM over a port in use; asking first gives one clear line instead.
        int clientPort = LoopbackPort.free(port, "--broker-port");
        Properties properties =
                BrokerProperties.of(directory, clientPort, LoopbackPort.free(0, ""));
        format(directory);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        startUp(server, directory);
        String bootstrapServers = "127.0.0.1:" + clientPort;
        LOG.atInfo()
                .addKeyValue("bootstrapServers", bootstrapServers)
                .addKeyValue("directory", directory)
                .log("embedded broker started");
        return new EmbeddedBroker(server, bootstrapServers);
    }

    /** Where clients of this machine find the broker, {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops in an orderly way, so that the next start is quick. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void startUp(KafkaRaftServer server, Path directory) {
        try {
            server.startup();
        } catch (RuntimeException e) { // Kafka tells ports, locks and broken logs apart in words
            server.shutdown();
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected the embedded broker to start on %s, found: %s"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private static void format(Path directory) {
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8))
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(clusterId(directory))
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) { // the formatter declares no narrower type
            throw new StampedeException(
                    ErrorCode.STORAGE_FAILED,
                    "expected to keep the embedded broker's data in " + directory + ", found " + e,
                    e);
        }
    }

    /** The id must be read back: formatting a directory under another id is refused. */
    private static String clusterId(Path directory) throws IOException {
        Path file = directory.resolve("meta.properties");
        if (!Files.exists(file)) {
            return Uuid.randomUuid().toString();
        }
        Properties meta = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            meta.load(reader);
        }
        String id = meta.getProperty("cluster.id");
        if (id == null) {
            throw new IOException(file + " without cluster.id");
        }
        return id;
    }
}
