package io.stampede.server;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Quiets what runs before Quarkus reads its logging configuration: until then every trace is kept,
 * and all of it would be printed in front of the one line that says why a start failed.
 */
final class EarlyLogging {
    private static final Map<String, Level> LEVELS =
            Map.of("", Level.SEVERE, "io.stampede", Level.INFO);

    /** A logger that is collected forgets its level. */
    private static final List<Logger> HELD =
            LEVELS.keySet().stream().map(Logger::getLogger).toList();

    private EarlyLogging() {}

    static void quiet() {
        HELD.forEach(logger -> logger.setLevel(LEVELS.get(logger.getName())));
    }
}
