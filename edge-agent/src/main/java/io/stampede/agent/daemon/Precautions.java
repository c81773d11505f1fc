package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.ValidationGate;
import java.time.Instant;

/**
 * What keeps a device that nobody looks after from doing harm to itself.
 *
 * @param gate what may serve
 * @param trial whether what serves does harm
 * @param changes whether there is a reason to adapt again
 * @param conditions whether the machine can afford it now
 * @param clocks for whatever else takes time
 */
public record Precautions(
        ValidationGate gate,
        Trial trial,
        ChangeWatch changes,
        Conditions conditions,
        Clocks clocks) {
    /** Checks the components. */
    public Precautions {
        requireNonNull(gate, "gate is null");
        requireNonNull(trial, "trial is null");
        requireNonNull(changes, "changes is null");
        requireNonNull(conditions, "conditions is null");
        requireNonNull(clocks, "clocks is null");
    }

    /** The time of day. */
    Instant now() {
        return clocks.wall().instant();
    }
}
