package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;

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
     */
    record Failed(ErrorCode code, String message) implements AdaptationOutcome {
        /** Checks the components. */
        public Failed {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
        }
    }
}
