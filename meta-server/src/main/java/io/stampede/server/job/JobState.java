package io.stampede.server.job;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a job stands. The methods of each state are its legal transitions: whatever is not here
 * does not compile.
 */
public sealed interface JobState {
    /** The name used in JSON and in the database. */
    String id();

    /** When the work began, where it has. */
    Optional<Instant> startedAt();

    /** When the job ended, where it has. */
    default Optional<Instant> finishedAt() {
        return Optional.empty();
    }

    /** Whether nothing will change any more. */
    default boolean isFinal() {
        return finishedAt().isPresent();
    }

    /** Accepted, waiting for its turn. */
    record Queued() implements JobState {
        @Override
        public String id() {
            return "queued";
        }

        @Override
        public Optional<Instant> startedAt() {
            return Optional.empty();
        }

        /** Its turn has come. */
        public Running start(Instant at) {
            return new Running(at);
        }

        /** Nobody wants it any more. */
        public Cancelled cancel(Instant at) {
            return new Cancelled(Optional.empty(), at);
        }
    }

    /**
     * At work.
     *
     * @param since when the work began or was taken up again
     */
    record Running(Instant since) implements JobState {
        /** Checks the component. */
        public Running {
            requireNonNull(since, "since is null");
        }

        @Override
        public String id() {
            return "running";
        }

        @Override
        public Optional<Instant> startedAt() {
            return Optional.of(since);
        }

        /** The model is registered and published. */
        public Succeeded succeed(long modelVersion, Instant at) {
            return new Succeeded(since, modelVersion, at);
        }

        /** Something went wrong. */
        public Failed fail(ErrorCode code, String message, Instant at) {
            return new Failed(since, code, message, at);
        }

        /** The run heard that nobody wants it any more. */
        public Cancelled cancel(Instant at) {
            return new Cancelled(Optional.of(since), at);
        }

        /** The server had stopped; the checkpoints are there, and the job waits for its turn. */
        public Queued interrupt() {
            return new Queued();
        }
    }

    /**
     * Done.
     *
     * @param since when the work began
     * @param modelVersion the version that it made of the request's model name
     * @param at when it ended
     */
    record Succeeded(Instant since, long modelVersion, Instant at) implements JobState {
        /** Checks the components. */
        public Succeeded {
            requireNonNull(since, "since is null");
            requireNonNull(at, "at is null");
        }

        @Override
        public String id() {
            return "succeeded";
        }

        @Override
        public Optional<Instant> startedAt() {
            return Optional.of(since);
        }

        @Override
        public Optional<Instant> finishedAt() {
            return Optional.of(at);
        }
    }

    /**
     * Ended without a model in service.
     *
     * @param since when the work began
     * @param code what went wrong, for programs
     * @param message what went wrong, for people
     * @param at when it ended
     */
    record Failed(Instant since, ErrorCode code, String message, Instant at) implements JobState {
        /** Checks the components. */
        public Failed {
            requireNonNull(since, "since is null");
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
            requireNonNull(at, "at is null");
        }

        @Override
        public String id() {
            return "failed";
        }

        @Override
        public Optional<Instant> startedAt() {
            return Optional.of(since);
        }

        @Override
        public Optional<Instant> finishedAt() {
            return Optional.of(at);
        }
    }

    /**
     * Ended because somebody asked for it.
     *
     * @param startedAt when the work began, where it had
     * @param at when it ended
     */
    record Cancelled(Optional<Instant> startedAt, Instant at) implements JobState {
        /** Checks the components. */
        public Cancelled {
            requireNonNull(startedAt, "startedAt is null");
            requireNonNull(at, "at is null");
        }

        @Override
        public String id() {
            return "cancelled";
        }

        @Override
        public Optional<Instant> finishedAt() {
            return Optional.of(at);
        }
    }
}
