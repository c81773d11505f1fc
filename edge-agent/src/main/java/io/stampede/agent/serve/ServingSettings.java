package io.stampede.agent.serve;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * Where the subnetwork is offered to programs on this machine.
 *
 * @param host address to listen on
 * @param port to listen on, 0 for a free one
 * @param threads requests that are answered at once, each with its own instance of the model
 */
public record ServingSettings(String host, int port, int threads) {
    /** Only programs on this machine. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int MOST_THREADS = 64;

    /** Checks the components. */
    public ServingSettings {
        requireNonNull(host, "host is null");
        if (port < 0 || port > 65535 || threads < 1 || threads > MOST_THREADS) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected a port from 0 to 65535 and 1 to %d threads, found %d and %d"
                            .formatted(MOST_THREADS, port, threads));
        }
    }
}
