package io.stampede.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stampede.agent.intake.ModelId;
import io.stampede.proto.v1.DeviceState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AgentStateTest {
    private final ModelId one = new ModelId("stamp", 1, "aa");
    private final ModelId two = new ModelId("stamp", 2, "bb");

    @Test
    void goes_from_idle_to_serving() {
        AgentState.Receiving receiving = new AgentState.Idle().toReceiving(one);
        AgentState.Serving serving = receiving.toAdapting().toServing();

        assertEquals(Optional.of(one), receiving.pending());
        assertEquals(Optional.empty(), receiving.serving());
        assertEquals(Optional.of(one), serving.serving());
    }

    @Test
    void falls_back_to_what_served_before() {
        AgentState.Adapting adapting = new AgentState.Serving(one).toReceiving(two).toAdapting();

        assertEquals(new AgentState.Serving(one), adapting.toGivenUp());
        assertEquals(new AgentState.Idle(), new AgentState.Idle().toReceiving(one).toGivenUp());
    }

    @Test
    void has_a_state_for_each_name_on_the_wire() {
        Set<DeviceState> ours =
                List.of(
                                new AgentState.Idle(),
                                new AgentState.Serving(one),
                                new AgentState.Receiving(Optional.empty(), one),
                                new AgentState.Adapting(Optional.empty(), one))
                        .stream()
                        .map(AgentState::wire)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(DeviceState.class)));
        Set<DeviceState> wire = EnumSet.allOf(DeviceState.class);
        wire.removeAll(
                Arrays.asList(DeviceState.UNRECOGNIZED, DeviceState.DEVICE_STATE_UNSPECIFIED));

        assertEquals(wire, ours);
    }
}
