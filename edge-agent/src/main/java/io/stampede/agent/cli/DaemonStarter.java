package io.stampede.agent.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Starts the daemon and stays with it until it ends. */
@FunctionalInterface
public interface DaemonStarter {
    /**
     * Runs the daemon.
     *
     * @param configuration file of properties given on the command line
     * @param overrides configuration keys given on the command line
     * @return the status to exit with
     * @throws io.stampede.core.StampedeException where it cannot start
     */
    int run(Optional<Path> configuration, Map<String, String> overrides);
}
