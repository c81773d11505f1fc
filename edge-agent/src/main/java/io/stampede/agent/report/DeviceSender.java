package io.stampede.agent.report;

import io.stampede.proto.v1.AdaptationReport;
import io.stampede.proto.v1.DeviceStatus;
import java.util.concurrent.CompletionStage;

/**
 * Hands messages of this device to the broker. Must not block.
 *
 * <p>Each stage returned completes when the broker has acknowledged, and fails when it has not.
 */
public interface DeviceSender {
    /** Sends a report. */
    CompletionStage<Void> send(AdaptationReport report);

    /** Sends a status. */
    CompletionStage<Void> send(DeviceStatus status);
}
