package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the agent has to say about itself at one moment.
 *
 * @param state what it does
 * @param progress of that state, in [0, 1]
 * @param waitingFor what must come true before the next step, for people
 * @param lastError the last failure, one line
 * @param waitingReports reports in the outbox
 * @param droppedReports reports that a full outbox had to drop
 */
public record Snapshot(
        AgentState state,
        double progress,
        Optional<String> waitingFor,
        Optional<String> lastError,
        long waitingReports,
        long droppedReports) {
    /** Checks the components. */
    public Snapshot {
        requireNonNull(state, "state is null");
        requireNonNull(waitingFor, "waiting for is null");
        requireNonNull(lastError, "last error is null");
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("expected a progress in [0, 1], found " + progress);
        }
    }
}
