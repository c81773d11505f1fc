package io.stampede.server.report;

import static java.util.Objects.requireNonNull;

import io.stampede.proto.v1.DeviceStatus;
import java.time.Instant;

/**
 * The last status of a device.
 *
 * @param status what the device said
 * @param receivedAt when the server had it
 */
public record StoredStatus(DeviceStatus status, Instant receivedAt) {
    /** Checks the components. */
    public StoredStatus {
        requireNonNull(status, "status is null");
        requireNonNull(receivedAt, "receivedAt is null");
    }
}
