package io.stampede.server.registry;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * One sealed version of a model.
 *
 * @param name the line of models that it belongs to
 * @param version grows with each version of the name, from 1; a crash may cost a number
 * @param sizeBytes length of the file
 * @param sha256 of the file, lower-case hexadecimal
 * @param description what the file says about itself
 * @param createdAt when it was registered
 * @param publishedAt when devices could last have it, where they could
 */
public record ModelVersion(
        ModelName name,
        long version,
        long sizeBytes,
        String sha256,
        ModelDescription description,
        Instant createdAt,
        Optional<Instant> publishedAt) {
    /** Checks the components. */
    public ModelVersion {
        requireNonNull(name, "name is null");
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(description, "description is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(publishedAt, "publishedAt is null");
        if (version < 1 || sizeBytes < 1) {
            throw new IllegalArgumentException(
                    "expected a positive version and size, found %d and %d"
                            .formatted(version, sizeBytes));
        }
    }
}
