package io.stampede.server.rest;

import io.stampede.proto.v1.DeviceStatus;
import io.stampede.server.report.StoredStatus;
import java.time.Instant;
import java.util.Locale;

/** The last status of a device as JSON shows it, with the names of the contract. */
public record DeviceView(
        String deviceId,
        String state,
        String modelName,
        long servingVersion,
        long pendingVersion,
        double progress,
        String agentVersion,
        Instant at,
        Instant receivedAt) {
    private static final String STATE_PREFIX = "DEVICE_STATE_";

    static DeviceView of(StoredStatus stored) {
        DeviceStatus status = stored.status();
        return new DeviceView(
                status.getDeviceId(),
                status.getState().name().substring(STATE_PREFIX.length()).toLowerCase(Locale.ROOT),
                status.getModelName(),
                status.getServingVersion(),
                status.getPendingVersion(),
                status.getProgress(),
                status.getAgentVersion(),
                Instant.ofEpochMilli(status.getAtUnixMillis()),
                stored.receivedAt());
    }
}
