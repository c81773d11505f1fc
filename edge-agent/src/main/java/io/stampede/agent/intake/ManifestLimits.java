package io.stampede.agent.intake;

import static java.util.Objects.requireNonNull;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;

/**
 * What the device is willing to receive.
 *
 * @param maxModelBytes longest model file
 * @param maxChunkBytes longest chunk
 * @param chunkTopic the only topic that chunks may come from
 */
public record ManifestLimits(long maxModelBytes, int maxChunkBytes, String chunkTopic) {
    /** Checks the components. */
    public ManifestLimits {
        requireNonNull(chunkTopic, "chunk topic is null");
        if (maxModelBytes <= 0 || maxChunkBytes <= 0) {
            throw new StampedeException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "expected positive limits on models and chunks, found %d and %d bytes"
                            .formatted(maxModelBytes, maxChunkBytes));
        }
    }
}
