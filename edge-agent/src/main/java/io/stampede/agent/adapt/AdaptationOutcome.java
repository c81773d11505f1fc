package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.prune.Budget;
import java.util.Optional;

/** How an adaptation ended. */
public sealed interface AdaptationOutcome {
    /**
     * A subnetwork was written.
     *
     * @param summary its scalars
     */
    record Adapted(AdaptationSummary summary) implements AdaptationOutcome {
        /** Checks the component. */
        public Adapted {
            requireNonNull(summary, "summary is null");
        }
    }

    /** The private pictures are those of last time, so nothing was made. */
    record Unchanged() implements AdaptationOutcome {}

    /**
     * The process that was to write one ended without a word: killed, mostly for want of memory.
     * Another try may do.
     *
     * @param message what is known, for people
     */
    record Vanished(String message) implements AdaptationOutcome {
        /** Checks the component. */
        public Vanished {
            requireNonNull(message, "message is null");
        }
    }

    /**
     * None was written, or none that may be used.
     *
     * @param code why
     * @param message why, for people
     * @param smallest where a budget was refused, the least that would do, each limit by itself
     */
    record Failed(ErrorCode code, String message, Optional<Budget> smallest)
            implements AdaptationOutcome {
        /** Checks the components. */
        public Failed {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
            requireNonNull(smallest, "smallest is null");
        }

        /** A failure that no other budget would cure. */
        public Failed(ErrorCode code, String message) {
            this(code, message, Optional.empty());
        }
    }
}
