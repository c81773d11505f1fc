package io.stampede.agent.daemon;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.ModelId;
import io.stampede.proto.v1.DeviceState;
import java.util.Optional;

/**
 * What a device does. Each state offers the transitions that are legal from it and no others.
 *
 * <p>Whatever is pending, what serves goes on serving until something better is ready.
 */
public sealed interface AgentState {
    /** The model whose subnetwork serves. */
    Optional<ModelId> serving();

    /** The model being received or adapted. */
    Optional<ModelId> pending();

    /** The name of this state on the wire. */
    DeviceState wire();

    /** What the device does, in a few words for people. */
    default String account() {
        String serving = serving().map(model -> "serving " + model.label()).orElse("idle");
        return serving
                + pending()
                        .map(model -> "; " + StateNames.of(wire()) + " " + model.label())
                        .orElse("");
    }

    /** A manifest is taken up, whatever was pending before. */
    default Receiving toReceiving(ModelId next) {
        return new Receiving(serving(), next);
    }

    /** What is wanted is taken up; where that is nothing, nothing is pending. */
    default AgentState towards(Optional<ModelId> wanted) {
        return wanted.<AgentState>map(this::toReceiving).orElseGet(() -> resting(serving()));
    }

    /** The state in which nothing is pending. */
    static AgentState resting(Optional<ModelId> serving) {
        return serving.<AgentState>map(Serving::new).orElseGet(Idle::new);
    }

    /** Nothing serves and nothing is pending. */
    record Idle() implements AgentState {
        @Override
        public Optional<ModelId> serving() {
            return Optional.empty();
        }

        @Override
        public Optional<ModelId> pending() {
            return Optional.empty();
        }

        @Override
        public DeviceState wire() {
            return DeviceState.DEVICE_STATE_IDLE;
        }
    }

    /**
     * Chunks are being fetched.
     *
     * @param serving what serves meanwhile
     * @param next the model being received
     */
    record Receiving(Optional<ModelId> serving, ModelId next) implements AgentState {
        /** Checks the components. */
        public Receiving {
            requireNonNull(serving, "serving is null");
            requireNonNull(next, "next is null");
        }

        /** The model is here, whole and valid. */
        public Adapting toAdapting() {
            return new Adapting(serving, next);
        }

        /** The model cannot be had. */
        public AgentState toGivenUp() {
            return resting(serving);
        }

        @Override
        public Optional<ModelId> pending() {
            return Optional.of(next);
        }

        @Override
        public DeviceState wire() {
            return DeviceState.DEVICE_STATE_RECEIVING;
        }
    }

    /**
     * A subnetwork is being made.
     *
     * @param serving what serves meanwhile
     * @param next the model being adapted
     */
    record Adapting(Optional<ModelId> serving, ModelId next) implements AgentState {
        /** Checks the components. */
        public Adapting {
            requireNonNull(serving, "serving is null");
            requireNonNull(next, "next is null");
        }

        /** The new subnetwork serves. */
        public Serving toServing() {
            return new Serving(next);
        }

        /** No subnetwork came of it. */
        public AgentState toGivenUp() {
            return resting(serving);
        }

        @Override
        public Optional<ModelId> pending() {
            return Optional.of(next);
        }

        @Override
        public DeviceState wire() {
            return DeviceState.DEVICE_STATE_ADAPTING;
        }
    }

    /**
     * A subnetwork serves and nothing is pending.
     *
     * @param model it was made from
     */
    record Serving(ModelId model) implements AgentState {
        /** Checks the component. */
        public Serving {
            requireNonNull(model, "model is null");
        }

        @Override
        public Optional<ModelId> serving() {
            return Optional.of(model);
        }

        @Override
        public Optional<ModelId> pending() {
            return Optional.empty();
        }

        @Override
        public DeviceState wire() {
            return DeviceState.DEVICE_STATE_SERVING;
        }
    }
}
