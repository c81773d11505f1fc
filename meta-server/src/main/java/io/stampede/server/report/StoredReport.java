package io.stampede.server.report;

import static java.util.Objects.requireNonNull;

import io.stampede.proto.v1.AdaptationReport;
import java.time.Instant;

/**
 * A report as the server keeps it.
 *
 * @param report what the device said, without fields that this server does not know
 * @param receivedAt when the server first had it
 */
public record StoredReport(AdaptationReport report, Instant receivedAt) {
    /** Checks the components. */
    public StoredReport {
        requireNonNull(report, "report is null");
        requireNonNull(receivedAt, "receivedAt is null");
    }
}
