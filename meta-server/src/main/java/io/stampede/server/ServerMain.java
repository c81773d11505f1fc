package io.stampede.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import io.stampede.core.StampedeException;
import io.stampede.server.broker.EmbeddedBroker;
import io.stampede.server.broker.LoopbackPort;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Starts the meta-server: arguments, configuration, the data directory, a broker of its own where
 * none is configured, then Quarkus.
 */
@QuarkusMain
public final class ServerMain {
    /** The key that every Kafka client of this process reads. */
    static final String BOOTSTRAP = "kafka.bootstrap.servers";

    private static final String HTTP_PORT = "stampede.server.http.port";

    ServerMain() {}

    /**
     * Runs until the process is asked to end.
     *
     * @param arguments see {@code --help}; a mistake ends the process with one line on standard
     *     error and the exit code of its {@link io.stampede.core.ErrorCode}
     */
    public static void main(String... arguments) {
        try {
            ServerArguments parsed = ServerArguments.parse(arguments);
            if (parsed.help()) {
                System.out.print(ServerArguments.USAGE);
                return;
            }
            EarlyLogging.quiet();
            parsed.settings().forEach(System::setProperty);
            run();
        } catch (StampedeException e) {
            System.err.println("stampede meta-server: " + e.code() + ": " + e.getMessage());
            System.exit(e.code().exitCode());
        }
    }

    private static void run() {
        keepTheEngineOffline();
        SmallRyeConfig settings = ConfigurationCheck.load();
        ServerConfig config = settings.getConfigMapping(ServerConfig.class);
        Path directory = config.dataDir().toAbsolutePath().normalize();
        DataDirectory.claim(directory);
        // Quarkus would choose a free port by itself but tell nobody which.
        System.setProperty(
                HTTP_PORT,
                Integer.toString(LoopbackPort.free(config.http().port(), "--http-port")));
        System.setProperty(BOOTSTRAP, bootstrapServers(settings, config, directory));
        Quarkus.run(
                null,
                (exitCode, failure) -> {
                    if (failure != null) {
                        System.err.println("stampede meta-server: " + rootMessage(failure));
                    }
                    System.exit(failure == null ? exitCode : exitCode(failure));
                });
    }

    private static String bootstrapServers(
            SmallRyeConfig settings, ServerConfig config, Path directory) {
        Optional<String> configured =
                config.kafka()
                        .bootstrapServers()
                        .or(() -> settings.getOptionalValue(BOOTSTRAP, String.class));
        if (configured.isPresent()) {
            return configured.get();
        }
        EmbeddedBroker broker =
                EmbeddedBroker.start(directory.resolve("broker"), config.embeddedBroker().port());
        BrokerShutdown.atExit(broker);
        return broker.bootstrapServers();
    }

    /** Natives come as jars: nothing is downloaded, nothing is counted. */
    private static void keepTheEngineOffline() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static int exitCode(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StampedeException known) {
                return known.code().exitCode();
            }
        }
        return 1;
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof StampedeException)) {
            cause = cause.getCause();
        }
        return cause instanceof StampedeException known
                ? known.code() + ": " + known.getMessage()
                : cause.toString();
    }
}
