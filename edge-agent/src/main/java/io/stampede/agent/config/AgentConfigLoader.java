package io.stampede.agent.config;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the configuration before Quarkus starts, so that a mistake costs no start. */
public final class AgentConfigLoader {
    private static final String OURS = "stampede.";
    private static final String OURS_IN_ENVIRONMENT = "STAMPEDE_AGENT_";

    /** Read by the launcher, not by the agent. */
    private static final Set<String> LAUNCHER_VARIABLES = Set.of("STAMPEDE_AGENT_JAVA_OPTIONS");

    /** The name that is guessed from the launcher's variable {@code STAMPEDE_MODELS}. */
    private static final String SHIPPED_MODELS = "stampede.models";

    private AgentConfigLoader() {}

    /**
     * Reads the configuration of this process.
     *
     * @param file one more file of properties
     * @throws StampedeException with {@link ErrorCode#INVALID_CONFIGURATION} where a key is unknown
     *     or a value cannot be read
     */
    public static AgentConfig load(Optional<Path> file) {
        return build(sources(file));
    }

    /**
     * Kafka's own keys of this process's configuration, without {@code kafka.} before them: what
     * all of its clients share.
     */
    public static Map<String, String> kafka(Optional<Path> file) {
        SmallRyeConfig config = sources(file).build();
        Map<String, String> keys = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            String key =
                    name.startsWith("KAFKA_")
                            ? name.toLowerCase(Locale.ROOT).replace('_', '.')
                            : name;
            if (key.startsWith("kafka.")) {
                config.getOptionalValue(key, String.class)
                        .ifPresent(value -> keys.put(key.substring("kafka.".length()), value));
            }
        }
        return keys;
    }

    private static SmallRyeConfigBuilder sources(Optional<Path> file) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultInterceptors().addSystemSources();
        Path usual = Path.of("config", "application.properties");
        if (Files.isRegularFile(usual)) {
            builder.withSources(source(usual, 260));
        }
        file.ifPresent(given -> builder.withSources(source(given, 270)));
        return builder;
    }

    /** Reads a configuration from a map alone. */
    static AgentConfig load(Map<String, String> properties) {
        return build(
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .withSources(new PropertiesConfigSource(properties, "given", 300)));
    }

    private static AgentConfig build(SmallRyeConfigBuilder builder) {
        try {
            SmallRyeConfig config =
                    builder.addDiscoveredConverters()
                            .withMapping(AgentConfig.class)
                            .withDefaultValue("user.home", System.getProperty("user.home"))
                            .withValidateUnknown(false)
                            .build();
            checkKnown(config.getPropertyNames());
            return config.getConfigMapping(AgentConfig.class);
        } catch (ConfigValidationException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    (e.getProblemCount() > 0 ? e.getProblem(0).getMessage() : e.getMessage())
                            .replaceFirst("^java\\.[\\w.]+: ", ""),
                    e);
        } catch (IllegalArgumentException e) {
            throw new StampedeException(ErrorCode.INVALID_CONFIGURATION, e.getMessage(), e);
        }
    }

    private static void checkKnown(Iterable<String> names) {
        Set<String> known =
                new TreeSet<>(
                        ConfigMappings.getProperties(ConfigClass.configClass(AgentConfig.class))
                                .keySet());
        Set<String> knownVariables =
                known.stream().map(AgentConfigLoader::variable).collect(Collectors.toSet());
        for (String name : names) {
            if (name.startsWith(OURS) && !name.equals(SHIPPED_MODELS) && !isKnown(known, name)) {
                throw unknown(name, known);
            }
            if (name.startsWith(OURS_IN_ENVIRONMENT)
                    && !knownVariables.contains(name)
                    && !LAUNCHER_VARIABLES.contains(name)) {
                throw unknown(name, known);
            }
        }
    }

    private static boolean isKnown(Set<String> known, String name) {
        return known.contains(name) || known.contains(name.replaceAll("\\[\\d+]$", ""));
    }

    private static StampedeException unknown(String name, Collection<String> known) {
        return new StampedeException(
                ErrorCode.INVALID_CONFIGURATION,
                "expected one of the keys %s, found '%s'; correct or remove it"
                        .formatted(String.join(", ", known), name));
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static PropertiesConfigSource source(Path file, int ordinal) {
        try {
            return new PropertiesConfigSource(file.toUri().toURL(), ordinal);
        } catch (IOException | IllegalArgumentException e) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected a file of properties at %s, found: %s".formatted(file, e),
                    e);
        }
    }
}
