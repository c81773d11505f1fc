package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.adapt.ValidationGate;
import java.time.Clock;

/**
 * What keeps a device that nobody looks after from doing harm to itself.
 *
 * @param gate what may serve
 * @param trial whether what serves does harm
 * @param changes whether there is a reason to adapt again
 * @param conditions whether the machine can afford it now
 * @param clock of all of them
 */
public record Precautions(
        ValidationGate gate, Trial trial, ChangeWatch changes, Conditions conditions, Clock clock) {
    /** Checks the components. */
    public Precautions {
        requireNonNull(gate, "gate is null");
        requireNonNull(trial, "trial is null");
        requireNonNull(changes, "changes is null");
        requireNonNull(conditions, "conditions is null");
        requireNonNull(clock, "clock is null");
    }
}
