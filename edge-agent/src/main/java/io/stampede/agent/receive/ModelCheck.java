package io.stampede.agent.receive;

import io.stampede.agent.intake.Manifest;
import java.nio.file.Path;

/** Looks into a file that arrived whole, before it goes on the shelf. */
@FunctionalInterface
public interface ModelCheck {
    /**
     * Returns quietly where the file is what the manifest announced and can be used.
     *
     * @throws io.stampede.core.StampedeException with {@code MODEL_CORRUPT} or {@code
     *     MODEL_FORMAT_UNKNOWN}
     */
    void check(Path file, Manifest manifest);
}
