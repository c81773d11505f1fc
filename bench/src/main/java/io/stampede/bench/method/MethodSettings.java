package io.stampede.bench.method;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * What decides a method's own settings, besides the task that all methods share.
 *
 * @param scale how much work it may be
 * @param kl weight of the KL term where a run varies it; empty for the method's own
 * @param keptShare share of the parameters that methods without a budget keep, in (0, 1]: STAMP's
 */
public record MethodSettings(Scale scale, OptionalDouble kl, double keptShare) {
    /** Checks the components. */
    public MethodSettings {
        requireNonNull(scale, "scale is null");
        requireNonNull(kl, "kl is null");
    }
}
