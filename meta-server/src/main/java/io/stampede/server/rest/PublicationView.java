package io.stampede.server.rest;

import io.stampede.server.publish.Publication;

/**
 * What a publication did, as JSON shows it.
 *
 * @param modelName of the model
 * @param version of the name
 * @param chunks of the file
 * @param sentChunks chunks that went out now
 * @param sentBytes bytes of their data
 * @param knownChunks chunks that the broker had already
 */
public record PublicationView(
        String modelName,
        long version,
        int chunks,
        int sentChunks,
        long sentBytes,
        int knownChunks) {
    static PublicationView of(Publication publication) {
        return new PublicationView(
                publication.manifest().getModelName(),
                publication.manifest().getVersion(),
                publication.manifest().getChunksCount(),
                publication.sentChunks(),
                publication.sentBytes(),
                publication.knownChunks());
    }
}
