package io.stampede.server.publish;

import static java.util.Objects.requireNonNull;

import io.stampede.proto.v1.ModelManifest;

/**
 * What one publication did.
 *
 * @param manifest as it was sent
 * @param sentChunks chunks that went out now
 * @param sentBytes bytes of their data
 * @param knownChunks chunks that the broker had already
 */
public record Publication(ModelManifest manifest, int sentChunks, long sentBytes, int knownChunks) {
    /** Checks the components. */
    public Publication {
        requireNonNull(manifest, "manifest is null");
    }
}
