package io.stampede.server;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.proto.Limits;
import io.stampede.proto.Topics;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Refuses a configuration that the server could only misunderstand, before anything starts. */
final class ConfigurationCheck {
    private static final String NAMESPACE = "stampede.";
    private static final String VARIABLES = "STAMPEDE_SERVER_";

    private ConfigurationCheck() {}

    /**
     * Reads and checks the configuration of this process.
     *
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION}
     */
    static SmallRyeConfig load() {
        return check(ConfigUtils.configBuilder());
    }

    /** Checks what a builder's sources say; takes over the builder. */
    static SmallRyeConfig check(SmallRyeConfigBuilder builder) {
        try {
            // Our own check below also covers keys outside of the mapping's prefix.
            SmallRyeConfig config =
                    builder.withMapping(ServerConfig.class).withValidateUnknown(false).build();
            refuseUnknownKeys(config);
            checkValues(config.getConfigMapping(ServerConfig.class));
            return config;
        } catch (ConfigValidationException | IllegalArgumentException e) {
            throw invalid(oneLine(e.getMessage()), e);
        }
    }

    private static void refuseUnknownKeys(SmallRyeConfig config) {
        Set<String> known =
                new TreeSet<>(
                        ConfigMappings.getProperties(ConfigClass.configClass(ServerConfig.class))
                                .keySet());
        TreeSet<String> variables = new TreeSet<>();
        known.forEach(key -> variables.add(variable(key)));
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> isOurs(config, name))
                .filter(name -> !known.contains(name) && !variables.contains(variable(name)))
                .findFirst()
                .ifPresent(
                        name -> {
                            throw invalid(
                                    "expected one of the keys "
                                            + String.join(", ", known)
                                            + ", found '"
                                            + name
                                            + "'",
                                    null);
                        });
    }

    /**
     * A variable shows up under guessed dotted names too, which may split words wrongly, so those
     * of the environment are judged as variables.
     */
    private static boolean isOurs(SmallRyeConfig config, String name) {
        String source = config.getConfigValue(name).getSourceName();
        return source != null && source.startsWith(EnvConfigSource.NAME)
                ? variable(name).startsWith(VARIABLES)
                : name.startsWith(NAMESPACE);
    }

    private static void checkValues(ServerConfig config) {
        Topics.withPrefix(config.topicPrefix());
        inRange("chunk-bytes", config.chunkBytes(), Limits.MIN_CHUNK_BYTES, Limits.MAX_CHUNK_BYTES);
        inRange("publish-window-chunks", config.publishWindowChunks(), 1, 1024);
        inRange("http.port", config.http().port(), 0, 65535);
        inRange("embedded-broker.port", config.embeddedBroker().port(), 0, 65535);
        inRange("topics.partitions", config.topics().partitions(), 1, 1000);
        inRange("topics.replication", config.topics().replication(), 1, 100);
        inRange("jobs.queue-capacity", config.jobs().queueCapacity(), 1, 10_000);
        if (config.topics().reportRetention().isNegative()
                || config.topics().reportRetention().isZero()) {
            throw invalid(
                    "expected a positive stampede.server.topics.report-retention, found "
                            + config.topics().reportRetention(),
                    null);
        }
    }

    private static void inRange(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw invalid(
                    "expected stampede.server.%s from %d to %d, found %d"
                            .formatted(key, least, most, value),
                    null);
        }
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Without the frames that SmallRye puts around what it found. */
    private static String oneLine(String message) {
        return message == null
                ? "expected a valid configuration, found a fault without a reason"
                : message.replaceAll(
                                "Configuration validation failed:|java[.a-zA-Z]+Exception:", "")
                        .strip()
                        .replaceAll("\\s*\\n\\s*", "; ");
    }

    private static StampedeException invalid(String message, Throwable cause) {
        return new StampedeException(ErrorCode.INVALID_CONFIGURATION, message, cause);
    }
}
