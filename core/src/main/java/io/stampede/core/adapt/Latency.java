package io.stampede.core.adapt;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * How long one picture takes a subnetwork on one thread, in milliseconds.
 *
 * @param predicted before anything was trained; absent where no limit asked for it
 * @param measured with the finished subnetwork; absent where no limit asked for it
 */
public record Latency(OptionalDouble predicted, OptionalDouble measured) {
    /** Nobody asked. */
    public static final Latency UNKNOWN =
            new Latency(OptionalDouble.empty(), OptionalDouble.empty());

    /** Checks the components. */
    public Latency {
        requireNonNull(predicted, "predicted is null");
        requireNonNull(measured, "measured is null");
    }
}
