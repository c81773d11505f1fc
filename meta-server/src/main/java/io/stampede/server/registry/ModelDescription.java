package io.stampede.server.registry;

import static java.util.Objects.requireNonNull;

/**
 * What a model file says about itself.
 *
 * @param format for example {@code stampede.meta-model/1}
 * @param architecture network, as {@code Architecture.id()}
 * @param width multiplier of its channels
 * @param provenanceJson where it comes from
 */
public record ModelDescription(
        String format, String architecture, double width, String provenanceJson) {
    /** Checks the components. */
    public ModelDescription {
        requireNonNull(format, "format is null");
        requireNonNull(architecture, "architecture is null");
        requireNonNull(provenanceJson, "provenanceJson is null");
    }
}
