package io.stampede.server.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.stampede.server.registry.ModelVersion;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model version as JSON shows it; what there is not is null.
 *
 * @param name of the model
 * @param version of the name
 * @param sizeBytes length of the file
 * @param sha256 of the file
 * @param format of the file
 * @param architecture of the network
 * @param width of the network
 * @param provenance where it comes from, an object
 * @param createdAt when it was registered
 * @param publishedAt when it was last published
 */
public record ModelView(
        String name,
        long version,
        long sizeBytes,
        String sha256,
        String format,
        String architecture,
        double width,
        @JsonRawValue @Schema(implementation = Object.class) String provenance,
        Instant createdAt,
        Instant publishedAt) {
    static ModelView of(ModelVersion version) {
        return new ModelView(
                version.name().value(),
                version.version(),
                version.sizeBytes(),
                version.sha256(),
                version.description().format(),
                version.description().architecture(),
                version.description().width(),
                version.description().provenanceJson(),
                version.createdAt(),
                version.publishedAt().orElse(null));
    }
}
