package io.stampede.agent.adapt;

import static java.util.Objects.requireNonNull;

import io.stampede.agent.intake.ModelId;
import java.nio.file.Path;

/**
 * One adaptation to run.
 *
 * @param model which phi it is
 * @param file where that phi lies
 * @param directory receives {@code subnetwork.safetensors}
 */
public record AdaptationOrder(ModelId model, Path file, Path directory) {
    /** Checks the components. */
    public AdaptationOrder {
        requireNonNull(model, "model is null");
        requireNonNull(file, "file is null");
        requireNonNull(directory, "directory is null");
    }
}
