package io.stampede.agent.config;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import java.time.Duration;

/**
 * How a device that nobody looks after is kept from doing harm to itself.
 *
 * @param accuracyMargin by how much a new subnetwork may be less accurate than what serves
 * @param dataCheckInterval how often to look whether the pictures have changed
 * @param minFreeMemoryMib memory that must be available before an adaptation
 * @param minFreeDiskMib room that must be left before an adaptation and after a reception
 * @param requireMains whether a battery is too dear for adaptations
 */
public record CareSettings(
        double accuracyMargin,
        Duration dataCheckInterval,
        long minFreeMemoryMib,
        long minFreeDiskMib,
        boolean requireMains) {
    /** Checks the components. */
    public CareSettings {
        requireNonNull(dataCheckInterval, "data check interval is null");
        if (!(accuracyMargin >= 0 && accuracyMargin <= 1)
                || dataCheckInterval.toSeconds() < 1
                || minFreeMemoryMib < 0
                || minFreeDiskMib < 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    ("expected an accuracy-margin in [0, 1], a data-check-interval of at least 1s"
                                    + " and conditions from 0 MiB, found %s, %s, %d and %d")
                            .formatted(
                                    accuracyMargin,
                                    dataCheckInterval,
                                    minFreeMemoryMib,
                                    minFreeDiskMib));
        }
    }

    static CareSettings from(AgentConfig config) {
        return new CareSettings(
                config.accuracyMargin(),
                config.dataCheckInterval(),
                config.conditions().minFreeMemoryMib(),
                config.conditions().minFreeDiskMib(),
                config.conditions().requireMains());
    }
}
