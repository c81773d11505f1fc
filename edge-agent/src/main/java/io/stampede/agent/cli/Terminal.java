package io.stampede.agent.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command speaks to.
 *
 * @param out results and nothing else
 * @param err errors and progress
 * @param interactive whether a person watches {@code err}
 * @param colour whether that person wants colours
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, boolean colour) {
    /** Checks the components. */
    public Terminal {
        requireNonNull(out, "out is null");
        requireNonNull(err, "err is null");
    }

    /** The terminal of this process. */
    public static Terminal ofProcess(PrintStream out, Map<String, String> environment) {
        boolean interactive =
                System.console() != null
                        && !"dumb".equals(environment.get("TERM"))
                        && environment.get("CI") == null;
        boolean colour = interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(out, System.err, interactive, colour);
    }
}
