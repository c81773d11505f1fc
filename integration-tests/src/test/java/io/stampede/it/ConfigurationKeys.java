package io.stampede.it;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The keys that an application reads, as its own configuration interface has them.
 *
 * @param defaults each key's default, empty where it has none
 */
public record ConfigurationKeys(Map<String, String> defaults) {
    /** The keys of a class annotated with {@code ConfigMapping}. */
    public static ConfigurationKeys of(Class<?> mapping) {
        return new ConfigurationKeys(
                ConfigMappings.getProperties(ConfigClass.configClass(mapping)).entrySet().stream()
                        .filter(entry -> !entry.getValue().isGroup())
                        // The elements of a list show up beside the list.
                        .filter(entry -> !entry.getKey().endsWith("[*]"))
                        .collect(
                                toMap(
                                        Map.Entry::getKey,
                                        entry ->
                                                entry.getValue().hasDefaultValue()
                                                        ? entry.getValue().getDefaultValue()
                                                        : "",
                                        (first, second) -> first,
                                        TreeMap::new)));
    }

    /** The names under which the environment may set the keys. */
    public Set<String> variables() {
        return defaults.keySet().stream()
                .map(ConfigurationKeys::variable)
                .collect(toCollection(TreeSet::new));
    }

    /** How MicroProfile Config writes a key as a variable. */
    public static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The variables that set Kafka's own settings. */
    public static Set<String> kafkaVariables() {
        return kafkaKeys().stream()
                .map(ConfigurationKeys::variable)
                .collect(toCollection(TreeSet::new));
    }

    /** The keys that set Kafka's own settings. */
    public static Set<String> kafkaKeys() {
        Set<String> names = new TreeSet<>(ConsumerConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        return names.stream().map("kafka."::concat).collect(toCollection(TreeSet::new));
    }

    /** Reads an environment as an application would, so that a value of the wrong type fails. */
    public static <T> T read(Class<T> mapping, Map<String, String> environment) {
        return read(mapping, new SmallRyeConfigBuilder(), environment);
    }

    /** Reads a file of properties as an application would. */
    public static <T> T readProperties(Class<T> mapping, Map<String, String> properties) {
        return read(
                mapping,
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(properties, "file", 270)),
                Map.of());
    }

    private static <T> T read(
            Class<T> mapping, SmallRyeConfigBuilder builder, Map<String, String> environment) {
        return builder.addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(environment, 300))
                .withDefaultValue("user.home", "/home/somebody")
                .withMapping(mapping)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(mapping);
    }
}
