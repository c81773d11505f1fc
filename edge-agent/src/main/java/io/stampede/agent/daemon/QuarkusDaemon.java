package io.stampede.agent.daemon;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.stampede.agent.cli.DaemonStarter;
import io.stampede.agent.config.AgentConfig;
import io.stampede.agent.config.AgentConfigLoader;
import io.stampede.agent.config.AgentSettings;
import io.stampede.agent.config.DeviceIdentity;
import io.stampede.agent.store.DataDirectory;
import io.stampede.agent.store.DirectoryLock;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the daemon inside Quarkus, after everything was checked that can be checked without it. */
public final class QuarkusDaemon implements DaemonStarter {
    @Override
    public int run(Optional<Path> configuration, Map<String, String> overrides) {
        overrides.forEach(System::setProperty);
        configuration.ifPresent(
                file -> System.setProperty("smallrye.config.locations", file.toString()));
        AgentConfig config = AgentConfigLoader.load(configuration);
        AgentSettings settings = AgentSettings.from(config);
        Map<String, String> kafka = AgentConfigLoader.kafka(configuration);
        new BrokerGate(kafka).pass();
        DataDirectory directory = DataDirectory.create(settings.dataDirectory());
        String deviceId = DeviceIdentity.of(directory, config.deviceId());
        KafkaPreset.channels(deviceId, settings.topics(), kafka.keySet())
                .forEach(QuarkusDaemon::setIfAbsent);
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            return runQuarkus();
        }
    }

    private static int runQuarkus() {
        AtomicInteger status = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Quarkus.run(
                Application.class,
                (code, error) -> {
                    status.set(code);
                    failure.set(error);
                });
        if (failure.get() != null) {
            throw known(failure.get());
        }
        return status.get();
    }

    private static StampedeException known(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StampedeException stampede) {
                return stampede;
            }
        }
        return new StampedeException(
                ErrorCode.INTERNAL, "the daemon could not start: " + error, error);
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /** Stays until somebody stops it. */
    public static final class Application implements QuarkusApplication {
        @Override
        public int run(String... arguments) {
            Quarkus.waitForExit();
            return 0;
        }
    }
}
