package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.ModelId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One adaptation to run.
 *
 * @param model which phi it is
 * @param file where that phi lies
 * @param directory receives {@code subnetwork.safetensors}
 * @param incumbent directory of the subnetwork to compare with
 * @param unlessData digest of pictures for which there is nothing to do
 */
public record AdaptationOrder(
        ModelId model,
        Path file,
        Path directory,
        Optional<Path> incumbent,
        Optional<String> unlessData) {
    /** Checks the components. */
    public AdaptationOrder {
        requireNonNull(model, "model is null");
        requireNonNull(file, "file is null");
        requireNonNull(directory, "directory is null");
        requireNonNull(incumbent, "incumbent is null");
        requireNonNull(unlessData, "unless data is null");
    }
}
