package io.stampede.it.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.agent.config.AgentConfig;
import io.stampede.it.ConfigurationKeys;
import io.stampede.server.ServerConfig;
import java.util.Map;
import java.util.Set;

/** What may stand in the environment of a container or a service. */
final class Environment {
    /**
     * Read by libraries: OpenMP, glibc, DJL, Java. Not ours, so nothing in our code can be asked.
     */
    private static final Set<String> OF_LIBRARIES =
            Set.of(
                    "OMP_WAIT_POLICY",
                    "OMP_NUM_THREADS",
                    "MALLOC_ARENA_MAX",
                    "DJL_CACHE_DIR",
                    "OPT_OUT_TRACKING",
                    "LC_ALL",
                    "PYTORCH_LIBRARY_PATH",
                    "PYTORCH_VERSION",
                    "PYTORCH_FLAVOR");

    private Environment() {}

    static ServerConfig ofServer(Map<String, String> environment) {
        assertKnown(ConfigurationKeys.of(ServerConfig.class), environment);
        return ConfigurationKeys.read(ServerConfig.class, environment);
    }

    static AgentConfig ofAgent(Map<String, String> environment) {
        assertKnown(ConfigurationKeys.of(AgentConfig.class), environment);
        return ConfigurationKeys.read(AgentConfig.class, environment);
    }

    private static void assertKnown(ConfigurationKeys keys, Map<String, String> environment) {
        Set<String> ours = keys.variables();
        Set<String> kafka = ConfigurationKeys.kafkaVariables();
        for (String name : environment.keySet()) {
            assertTrue(
                    ours.contains(name) || kafka.contains(name) || OF_LIBRARIES.contains(name),
                    () -> "expected a variable that something reads, found " + name);
        }
    }
}
