package io.stampede.server.report;

import io.stampede.proto.v1.DeviceState;
import io.stampede.proto.v1.DeviceStatus;

/** What a status must satisfy to be believed. */
final class StatusRules {
    private static final int MAX_TEXT_CHARACTERS = 64;

    private StatusRules() {}

    static void check(DeviceStatus status) {
        Expect.id("device_id", status.getDeviceId());
        DeviceState state = status.getState();
        Expect.that(
                state != DeviceState.DEVICE_STATE_UNSPECIFIED && state != DeviceState.UNRECOGNIZED,
                "state",
                "as idle, receiving, adapting or serving",
                status.getStateValue());
        if (!status.getModelName().isEmpty()) {
            Expect.modelName("model_name", status.getModelName());
        }
        Expect.count("serving_version", status.getServingVersion());
        Expect.count("pending_version", status.getPendingVersion());
        Expect.ratio("progress", status.getProgress());
        Expect.text("agent_version", status.getAgentVersion(), MAX_TEXT_CHARACTERS);
        Expect.count("at_unix_millis", status.getAtUnixMillis());
    }
}
